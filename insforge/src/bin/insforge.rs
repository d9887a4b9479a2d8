//! The command `insforge`.

fn main() -> std::process::ExitCode {
    insforge::cli::run(std::env::args_os())
}
