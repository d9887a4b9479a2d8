//! A file that appears only when it is whole, and may be gone on with later.

use std::io;
use std::path::{Path, PathBuf};

use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::download::Place;
use crate::error::{Error, Result};

const ENDING: &str = ".part";

pub(super) struct PartialFile {
    path: PathBuf,
    partial: PathBuf,
    file: Option<File>,
    length: u64,
    /// The object that the part is of, where it may be gone on with.
    etag: Option<String>,
    done: bool,
}

impl PartialFile {
    /// The part that an earlier download has left.
    pub(super) async fn find(path: &Path) -> Option<Self> {
        let start = format!("{}.", name(path)?);
        let mut entries = tokio::fs::read_dir(folder(path)).await.ok()?;
        while let Some(entry) = entries.next_entry().await.ok()? {
            let name = entry.file_name();
            let etag = name
                .to_str()
                .and_then(|name| name.strip_prefix(&start)?.strip_suffix(ENDING))
                .filter(|etag| is_plain(etag));
            let Some(etag) = etag else { continue };
            let partial = entry.path();
            let file = File::options().append(true).open(&partial).await.ok()?;
            let length = file.metadata().await.ok()?.len();
            if length == 0 {
                continue;
            }
            return Some(Self {
                path: path.to_owned(),
                partial,
                file: Some(file),
                length,
                etag: Some(format!("\"{etag}\"")),
                done: false,
            });
        }
        None
    }

    /// Starts a part. With an `ETag` that can be part of a file name it is kept when the download fails.
    pub(super) async fn create(path: &Path, etag: Option<String>) -> Result<Self> {
        let Some(name) = name(path) else {
            return Err(Error::request(format!("{} is no name of a file", path.display())));
        };
        let bare = etag
            .as_deref()
            .map(|etag| etag.trim_matches('"'))
            .filter(|etag| is_plain(etag));
        let mark = match bare {
            Some(etag) => etag.to_owned(),
            // Unlike an ETag, so that no later download takes it for one.
            None => format!("{}~{:x}", std::process::id(), unique()),
        };
        let partial = folder(path).join(format!("{name}.{mark}{ENDING}"));
        let file = File::create(&partial)
            .await
            .map_err(|error| unwritable(&partial, error))?;
        Ok(Self {
            path: path.to_owned(),
            file: Some(file),
            length: 0,
            etag: etag.filter(|_| is_plain(&mark)),
            partial,
            done: false,
        })
    }

    /// Gives a part up.
    pub(super) fn discard(mut self) {
        self.etag = None;
    }

    /// How much is there, and of what.
    pub(super) fn place(&self) -> Place {
        Place {
            length: self.length,
            etag: self.etag.clone().unwrap_or_default(),
        }
    }

    pub(super) async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.length += piece.len() as u64;
        match self.file.as_mut() {
            Some(file) => file
                .write_all(piece)
                .await
                .map_err(|error| unwritable(&self.partial, error)),
            None => Ok(()),
        }
    }

    /// Puts the file in its place.
    pub(super) async fn complete(mut self) -> Result<u64> {
        if let Some(mut file) = self.file.take() {
            file.flush()
                .await
                .map_err(|error| unwritable(&self.partial, error))?;
        }
        tokio::fs::rename(&self.partial, &self.path)
            .await
            .map_err(|error| unwritable(&self.path, error))?;
        self.done = true;
        Ok(self.length)
    }
}

impl Drop for PartialFile {
    /// Also when the download is given up. Removing a file takes no time worth a thread.
    fn drop(&mut self) {
        if !self.done && self.etag.is_none() {
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}

/// What an `ETag` may look like to be part of a file name.
fn is_plain(etag: &str) -> bool {
    (1..=100).contains(&etag.len())
        && etag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn name(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn unique() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(())
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::request(format!("{} cannot be written", path.display())).with_source(error)
}
