//! A session in a file that only its owner can read, shared by the processes that name the same file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::Session;
use super::store::{SessionStore, StoreFuture, StoreGuard};

/// How often a lock that another process holds is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// Keeps the session in a file, mode 0600 on Unix, in the clear.
///
/// A write replaces the file as a whole (a temporary file beside it, flushed to the disk and renamed), so that no
/// reader ever meets half of one. Processes keep each other out by a lock on a second file, `<name>.lock`: of several
/// that find the session expired one renews it. The folder is made if it is missing.
///
/// ```no_run
/// use insforge::auth::FileStore;
/// use insforge::Client;
///
/// let client = Client::builder("https://my-app.insforge.app")
///     .session_store(FileStore::new("/home/ada/.config/my-app/session.json"))
///     .anon_key("anon_0123")
///     .build()?;
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    /// The lock while this store holds it, so that its own writes go through.
    held: Mutex<Weak<File>>,
}

impl FileStore {
    /// A store at this path. Does not look at the disk.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            held: Mutex::new(Weak::new()),
        }
    }

    /// The session's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lock for one write: this store's own if it holds it already.
    async fn write_lock(&self) -> io::Result<Arc<File>> {
        if let Some(lock) = self.held().upgrade() {
            return Ok(lock);
        }
        let file = self.lock_file().await?;
        loop {
            if try_lock(&file)? {
                return Ok(Arc::new(file));
            }
            tokio::time::sleep(PAUSE).await;
            if let Some(lock) = self.held().upgrade() {
                return Ok(lock);
            }
        }
    }

    /// The lock for a renewal. Two of them exclude each other also within a process.
    async fn renewal_lock(&self) -> io::Result<Arc<File>> {
        let file = self.lock_file().await?;
        // Waiting inside the system call would take a thread, and could not be given up.
        while !try_lock(&file)? {
            tokio::time::sleep(PAUSE).await;
        }
        let lock = Arc::new(file);
        *self.held() = Arc::downgrade(&lock);
        Ok(lock)
    }

    async fn lock_file(&self) -> io::Result<File> {
        let path = beside(&self.path, ".lock");
        blocking(move || {
            make_folder(&path)?;
            private().create(true).truncate(false).open(&path)
        })
        .await
    }

    fn held(&self) -> MutexGuard<'_, Weak<File>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SessionStore for FileStore {
    fn load(&self) -> StoreFuture<'_, Option<Session>> {
        let path = self.path.clone();
        Box::pin(async move {
            match blocking(move || fs::read_to_string(path)).await {
                Ok(text) => Ok(Some(Session::from_json(&text)?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn save<'a>(&'a self, session: &'a Session) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            let _lock = self.write_lock().await?;
            let (path, text) = (self.path.clone(), session.to_json());
            Ok(blocking(move || write_whole(&path, &text)).await?)
        })
    }

    fn clear(&self) -> StoreFuture<'_, ()> {
        Box::pin(async move {
            let _lock = self.write_lock().await?;
            let path = self.path.clone();
            match blocking(move || fs::remove_file(path)).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            }
        })
    }

    fn lock(&self) -> StoreFuture<'_, StoreGuard> {
        Box::pin(async move { Ok(StoreGuard::new(self.renewal_lock().await?)) })
    }
}

fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    make_folder(path)?;
    // One name a process: the lock keeps two writes of one store apart.
    let draft = beside(path, &format!(".{}.tmp", std::process::id()));
    let written = private()
        .create(true)
        .truncate(true)
        .open(&draft)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What was written so far holds tokens.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Opens for writing, and makes files that only their owner can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
