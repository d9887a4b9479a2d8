//! A generated crate and the time that `cargo check` of it takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// A crate in a workspace of its own, with the versions that this workspace has locked.
pub(crate) struct Crate {
    root: PathBuf,
    source: String,
}

impl Crate {
    /// Writes it; `needs` names the dependency that its work is done with.
    pub(crate) fn write(name: &str, needs: &str, source: String) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("compile_time")
            .join(name);
        fs::create_dir_all(root.join("src")).expect("a folder under target");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the workspace");
        let insforge = workspace.join("insforge");
        let dependency = match needs {
            "insforge" => format!(
                "insforge = {{ path = {insforge:?}, default-features = false, features = [\"derive\", \"uuid\"] }}\n"
            ),
            _ => "serde = { version = \"1\", features = [\"derive\"] }\n".to_owned(),
        };
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{dependency}serde_json = \"1\"\nuuid = {{ version = \"1\", features = [\"serde\"] }}\n"
        );
        fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
        fs::copy(workspace.join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock file");
        let this = Self { root, source };
        // Dependencies are no part of it.
        this.check_source("");
        this
    }

    /// Seconds that a check of the crate alone takes: of processor time where the system tells it, so that other work
    /// on the machine does not count, else of the clock.
    pub(crate) fn check(&self) -> f64 {
        self.check_source(&self.source)
    }

    fn check_source(&self, source: &str) -> f64 {
        fs::write(self.root.join("src/lib.rs"), source).expect("a source");
        let (clock, processor) = (Instant::now(), processor_seconds());
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--quiet"])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.with_file_name("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        match (processor, processor_seconds()) {
            (Some(before), Some(after)) => after - before,
            _ => clock.elapsed().as_secs_f64(),
        }
    }
}

/// Processor time of this process's finished children. Source: proc(5), `cutime` and `cstime`, in hundredths.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u32>().ok();
    Some(f64::from(ticks(13)? + ticks(14)?) / 100.0)
}
