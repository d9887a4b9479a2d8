//! The command `insforge`, which tests cannot start from another package than their own.

fn main() -> std::process::ExitCode {
    insforge::cli::run(std::env::args_os())
}
