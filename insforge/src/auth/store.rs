//! Where a session survives the end of the program.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use super::Session;

/// What a [`SessionStore`] fails with: any error. It must not quote the session.
pub type StoreError = Box<dyn StdError + Send + Sync>;

/// What the methods of a [`SessionStore`] return: a boxed future, so that a store may be asynchronous and still be an
/// object. A store that blocks moves its work to `tokio::task::spawn_blocking`.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Keeps what [`SessionStore::lock`] has locked until it is dropped.
pub struct StoreGuard(#[allow(dead_code, reason = "its drop is what counts")] Option<Box<dyn Any + Send>>);

impl StoreGuard {
    /// Guards nothing.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Unlocks by dropping this value.
    pub fn new(lock: impl Any + Send) -> Self {
        Self(Some(Box::new(lock)))
    }
}

impl fmt::Debug for StoreGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreGuard")
    }
}

/// Keeps a client's session: [`MemoryStore`], [`FileStore`](super::FileStore), or a program's own, such as one on a
/// keyring or a table. Given to a client by [`session_store`](crate::ClientBuilder::session_store).
///
/// The client calls one method at a time, on tasks of its own, and holds no lock of its own meanwhile. It reads the
/// store once, at its first use, and again before it renews a session, since another process may have done so. A
/// store must not call the client it belongs to.
///
/// ```
/// use insforge::auth::{Session, SessionStore, StoreFuture};
///
/// #[derive(Debug)]
/// struct Keyring;
///
/// # mod keyring {
/// #     pub fn read() -> std::io::Result<Option<String>> { Ok(None) }
/// #     pub fn write(_: String) -> std::io::Result<()> { Ok(()) }
/// #     pub fn delete() -> std::io::Result<()> { Ok(()) }
/// # }
/// impl SessionStore for Keyring {
///     fn load(&self) -> StoreFuture<'_, Option<Session>> {
///         Box::pin(async { Ok(keyring::read()?.map(|text| Session::from_json(&text)).transpose()?) })
///     }
///
///     fn save<'a>(&'a self, session: &'a Session) -> StoreFuture<'a, ()> {
///         Box::pin(async { Ok(keyring::write(session.to_json())?) })
///     }
///
///     fn clear(&self) -> StoreFuture<'_, ()> {
///         Box::pin(async { Ok(keyring::delete()?) })
///     }
/// }
///
/// let client = insforge::Client::builder("http://localhost:7130")
///     .session_store(Keyring)
///     .anon_key("anon_0123")
///     .build()?;
/// # Ok::<(), insforge::Error>(())
/// ```
pub trait SessionStore: fmt::Debug + Send + Sync + 'static {
    /// The stored session, or `None`.
    fn load(&self) -> StoreFuture<'_, Option<Session>>;

    /// Stores a session in the place of the one there is.
    fn save<'a>(&'a self, session: &'a Session) -> StoreFuture<'a, ()>;

    /// Removes the session.
    fn clear(&self) -> StoreFuture<'_, ()>;

    /// Keeps other processes out until the guard is dropped, while a session is renewed: so that of several processes
    /// one renews it and the others read what came of it. Calls of `load`, `save` and `clear` by the same client come
    /// meanwhile and must go through. Locks nothing unless a store says otherwise.
    fn lock(&self) -> StoreFuture<'_, StoreGuard> {
        Box::pin(async { Ok(StoreGuard::none()) })
    }
}

/// Keeps the session in memory: for tests, and to hand it from one client to another.
#[derive(Default)]
pub struct MemoryStore(Mutex<Option<Session>>);

impl MemoryStore {
    /// A store with this session in it.
    #[must_use]
    pub fn with(session: Session) -> Self {
        Self(Mutex::new(Some(session)))
    }

    fn exchange(&self, session: Option<Session>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = session;
    }
}

impl SessionStore for MemoryStore {
    fn load(&self) -> StoreFuture<'_, Option<Session>> {
        let session = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async { Ok(session) })
    }

    fn save<'a>(&'a self, session: &'a Session) -> StoreFuture<'a, ()> {
        self.exchange(Some(session.clone()));
        Box::pin(async { Ok(()) })
    }

    fn clear(&self) -> StoreFuture<'_, ()> {
        self.exchange(None);
        Box::pin(async { Ok(()) })
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStore")
    }
}

/// A store that several clients share.
impl<S: SessionStore + ?Sized> SessionStore for std::sync::Arc<S> {
    fn load(&self) -> StoreFuture<'_, Option<Session>> {
        (**self).load()
    }

    fn save<'a>(&'a self, session: &'a Session) -> StoreFuture<'a, ()> {
        (**self).save(session)
    }

    fn clear(&self) -> StoreFuture<'_, ()> {
        (**self).clear()
    }

    fn lock(&self) -> StoreFuture<'_, StoreGuard> {
        (**self).lock()
    }
}
