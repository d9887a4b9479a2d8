use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use md5::{Digest, Md5};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use crate::error::Error;
use crate::reply::Failure;

/// The objects' bytes, a file each. Its name comes from the key by a hash, so that no key is too long or too odd for
/// the file system.
#[derive(Debug)]
pub(crate) struct Blobs {
    folder: PathBuf,
}

impl Blobs {
    pub(crate) fn open(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(|source| Error::file("make", folder, source))?;
        // The supervisor, which removes the folder, may run as somebody else.
        if let Some(account) = crate::account::Account::needed(folder)? {
            account.take(folder)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Where an object is.
    pub(crate) fn path(&self, bucket: &str, key: &str) -> PathBuf {
        let mut hasher = Md5::new();
        hasher.update(bucket.as_bytes());
        hasher.update([0]);
        hasher.update(key.as_bytes());
        self.folder.join(hex(&hasher.finalize()))
    }

    /// A file for bytes that are still arriving. It goes with the value unless it is kept.
    pub(crate) async fn draft(&self) -> Result<Draft, Failure> {
        let path = self.folder.join(format!("draft-{:032x}", rand::random::<u128>()));
        let file = File::create(&path).await.map_err(|error| failed(&error))?;
        Ok(Draft {
            path,
            file: Some(file),
            hasher: Md5::new(),
            size: 0,
        })
    }

    /// Takes away an object's bytes; `false` if there were none.
    pub(crate) async fn remove(&self, bucket: &str, key: &str) -> bool {
        tokio::fs::remove_file(self.path(bucket, key)).await.is_ok()
    }
}

/// Bytes on their way to the disk, counted and hashed.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    file: Option<File>,
    hasher: Md5,
    pub(crate) size: u64,
}

impl Draft {
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.size += bytes.len() as u64;
        self.hasher.update(bytes);
        match self.file.as_mut() {
            Some(file) => file.write_all(bytes).await.map_err(|error| failed(&error)),
            None => Ok(()),
        }
    }

    /// Appends another file.
    pub(crate) async fn append(&mut self, path: &Path) -> Result<(), Failure> {
        use tokio::io::AsyncReadExt;
        let mut part = File::open(path).await.map_err(|error| failed(&error))?;
        let mut buffer = vec![0; 256 * 1024];
        loop {
            let count = part.read(&mut buffer).await.map_err(|error| failed(&error))?;
            if count == 0 {
                return Ok(());
            }
            self.write(buffer.get(..count).unwrap_or_default()).await?;
        }
    }

    /// Makes the bytes those of an object and gives their MD5, the `ETag` of S3.
    pub(crate) async fn keep(mut self, path: &Path) -> Result<String, Failure> {
        if let Some(mut file) = self.file.take() {
            file.flush().await.map_err(|error| failed(&error))?;
        }
        tokio::fs::rename(&self.path, path)
            .await
            .map_err(|error| failed(&error))?;
        Ok(hex(&self.hasher.clone().finalize()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Fails after `keep`, as it should.
        let _ = std::fs::remove_file(&self.path);
    }
}

pub(crate) fn failed(error: &std::io::Error) -> Failure {
    Failure::internal(error.to_string())
}

/// The length and the hash of a file, which may be larger than the memory; `None` without such a file.
pub(crate) async fn measure(path: &Path) -> Result<Option<(u64, String)>, Failure> {
    use tokio::io::AsyncReadExt;
    let Ok(mut file) = File::open(path).await else {
        return Ok(None);
    };
    let (mut hasher, mut length) = (Md5::new(), 0);
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer).await.map_err(|error| failed(&error))?;
        if count == 0 {
            return Ok(Some((length, hex(&hasher.finalize()))));
        }
        hasher.update(buffer.get(..count).unwrap_or_default());
        length += count as u64;
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
