use std::fs::{DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The folder kept between runs: fetched programs, the database template and the signing key.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    pub(crate) fn open() -> Result<Self, Error> {
        let folder = Self::place();
        std::fs::create_dir_all(&folder).map_err(|source| Error::file("make", &folder, source))?;
        Ok(Self { folder })
    }

    fn place() -> PathBuf {
        let home = std::env::var_os("XDG_CACHE_HOME")
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
            .or_else(|| {
                std::env::var_os("HOME")
                    .filter(|value| !value.is_empty())
                    .map(|home| Path::new(&home).join(".cache"))
            });
        match home {
            Some(home) if !closed_root_home(&home) => home.join("insforge-local"),
            // Under root the programs run as another account, which cannot look into root's closed home.
            Some(_) => PathBuf::from("/var/cache/insforge-local"),
            None => std::env::temp_dir().join("insforge-local-cache"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes the entry `name` unless it is there. `make` fills a folder that becomes the entry in one step, so that
    /// a start that is broken off leaves nothing half-made; a lock lets only one process make it.
    pub(crate) fn entry(
        &self,
        name: &str,
        make: impl FnOnce(&Path) -> Result<(), Error>,
    ) -> Result<PathBuf, Error> {
        let entry = self.path(name);
        if entry.exists() {
            return Ok(entry);
        }
        let _lock = self.lock(name)?;
        if entry.exists() {
            return Ok(entry);
        }
        self.clear_drafts(name)?;
        let draft = self.path(&format!(".{name}.{}", std::process::id()));
        DirBuilder::new()
            .mode(0o755)
            .create(&draft)
            .map_err(|source| Error::file("make", &draft, source))?;
        let made = make(&draft).and_then(|()| {
            std::fs::rename(&draft, &entry).map_err(|source| Error::file("put in place", &entry, source))
        });
        if made.is_err() {
            remove(&draft)?;
        }
        made.map(|()| entry)
    }

    /// Removes what starts that were broken off have left behind. Under the lock nobody else is at it.
    fn clear_drafts(&self, name: &str) -> Result<(), Error> {
        let (begin, lock) = (format!(".{name}."), format!(".{name}.lock"));
        let entries =
            std::fs::read_dir(&self.folder).map_err(|source| Error::file("read", &self.folder, source))?;
        for entry in entries.flatten() {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            if file.starts_with(&begin) && file != lock {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Held until the file is dropped.
    fn lock(&self, name: &str) -> Result<File, Error> {
        let path = self.path(&format!(".{name}.lock"));
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(|source| Error::file("open", &path, source))?;
        file.lock().map_err(|source| Error::file("lock", &path, source))?;
        Ok(file)
    }
}

/// Whether root owns one of the folders on the way and lets nobody else through.
fn closed_root_home(folder: &Path) -> bool {
    folder.ancestors().any(|part| {
        std::fs::metadata(part).is_ok_and(|metadata| metadata.uid() == 0 && metadata.mode() & 0o001 == 0)
    })
}

fn remove(folder: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::file("remove", folder, source))
        }
        _ => Ok(()),
    }
}

/// A new folder for one instance, closed to others.
pub(crate) fn instance_folder() -> Result<PathBuf, Error> {
    let name = format!(
        "insforge-local-{}-{:08x}",
        std::process::id(),
        rand::random::<u32>()
    );
    let folder = std::env::temp_dir().join(name);
    DirBuilder::new()
        .mode(0o700)
        .create(&folder)
        .map_err(|source| Error::file("make", &folder, source))?;
    Ok(folder)
}

/// Writes a file only its owner can read.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<(), Error> {
    use std::io::Write;
    OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| Error::file("write", path, source))
}
