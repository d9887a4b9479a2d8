//! The client: an address, a credential and a connection pool.
//!
//! The role is in the type. A [`Client`] with an anon key signs users in and acts as the one who is; a
//! [`Client<User>`] acts as one user by a token; a [`Client<Admin>`] has the project's API key. What only an
//! administrator may do does not exist on the others:
//!
//! ```compile_fail,E0599
//! # async fn demo(client: insforge::Client) {
//! client.sql("drop table todos").await; // no method named `sql`
//! # }
//! ```

mod administration;
mod builder;
mod health;
mod realtime;
mod role;
mod session_options;
mod sql;
mod statement;

// With `rustls-no-provider` alone no client can be made before the program installs a provider.
#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::sync::Arc;

pub use self::builder::{AnonKey, ApiKey, ClientBuilder, NoKey};
pub use self::health::Health;
pub use self::role::{Admin, Anon, Role, User};
pub(crate) use self::sql::run_sql;
pub use self::sql::{SqlField, SqlResult};
pub use self::statement::{QueryPlan, Statement};
use crate::admin::auth::AdminAuth;
use crate::ai::Ai;
use crate::auth::{Auth, SessionCell, UserAuth};
use crate::email::Emails;
use crate::error::Result;
use crate::functions::{Functions, Routes};
use crate::http::{Bearer, Caller, Credential};
use crate::payments::Payments;
use crate::query::Database;
use crate::storage::Storage;

/// A client of one InsForge project.
///
/// It is cheap to clone and made without any network traffic; clones share the connection pool and, on a client
/// with an anon key, the session. Keep one for the whole program.
///
/// ```no_run
/// use insforge::Client;
///
/// # async fn demo() -> insforge::Result<()> {
/// let client = Client::new("https://my-app.insforge.app", "anon_…")?;
/// let session = client.auth().sign_in_with_password("ada@example.com", "correct horse").await?;
/// println!("{} is signed in", session.user.email);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client<R: Role = Anon> {
    caller: Caller,
    schema: Option<Arc<str>>,
    routes: Routes,
    state: R::State,
    #[cfg(feature = "realtime")]
    realtime: crate::realtime::Realtime,
}

impl Client<Anon> {
    /// Makes a client with the project's anon key.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) for an address or key that cannot be right; the message says
    /// what to write.
    pub fn new(url: &str, anon_key: &str) -> Result<Self> {
        ClientBuilder::new(url).anon_key(anon_key).build()
    }

    /// Starts a client with more settings: time limits, repeating, headers, the database's schema.
    ///
    /// ```
    /// use std::time::Duration;
    /// use insforge::Client;
    ///
    /// let client = Client::builder("https://my-app.insforge.app")
    ///     .total_timeout(Duration::from_secs(20))
    ///     .anon_key("anon_0123")
    ///     .build();
    /// # let _ = client;
    /// ```
    pub fn builder(url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(url)
    }

    /// Sign-up, sign-in, sign-out and the session.
    #[must_use]
    pub fn auth(&self) -> Auth {
        Auth::new(self.caller.clone(), Arc::clone(&self.state))
    }

    /// A client for one user, by the access token of a request or of a session kept elsewhere.
    ///
    /// It shares the connection pool and nothing else, so a server may make one for every request it handles. The
    /// token is never renewed.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) where an anon or API key is given instead of a token, or the
    /// token has characters that none has.
    pub fn as_user(&self, token: &str) -> Result<Client<User>> {
        user_client(self, token)
    }
}

impl Client<Admin> {
    /// Makes a client with the project's admin API key. It bypasses row-level security; keep it on servers.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) for an address or key that cannot be right; the message says
    /// what to write.
    pub fn admin(url: &str, api_key: &str) -> Result<Self> {
        ClientBuilder::new(url).api_key(api_key).build()
    }

    /// Users, the rules for signing in, providers, and mails.
    #[must_use]
    pub fn auth(&self) -> AdminAuth {
        AdminAuth::new(self.caller.clone())
    }

    /// A client for one user, as [`Client::<Anon>::as_user`] makes it.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config) where a key is given instead of a token.
    pub fn as_user(&self, token: &str) -> Result<Client<User>> {
        user_client(self, token)
    }
}

impl Client<User> {
    /// The account and the profile of the token's user.
    #[must_use]
    pub fn auth(&self) -> UserAuth {
        UserAuth::new(self.caller.clone())
    }
}

impl<R: Role> Client<R> {
    fn assemble(caller: Caller, schema: Option<Arc<str>>, routes: Routes, state: R::State) -> Self {
        Self {
            #[cfg(feature = "realtime")]
            realtime: crate::realtime::Realtime::new(caller.clone()),
            caller,
            schema,
            routes,
            state,
        }
    }

    /// The tables and functions of the project, as this client's caller sees them.
    #[must_use]
    pub fn database(&self) -> Database {
        Database::new(self.caller.clone(), self.schema.clone())
    }

    /// The project's functions.
    #[must_use]
    pub fn functions(&self) -> Functions<R> {
        Functions::new(self.caller.clone(), self.routes.clone())
    }

    /// E-mail from the project.
    #[must_use]
    pub fn emails(&self) -> Emails {
        Emails::new(self.caller.clone())
    }

    /// Payments by Stripe and Razorpay.
    #[must_use]
    pub fn payments(&self) -> Payments<R> {
        Payments::new(self.caller.clone())
    }

    /// Models of many providers: chats, embeddings, images.
    #[must_use]
    pub fn ai(&self) -> Ai<R> {
        Ai::new(self.caller.clone())
    }

    /// The files of the project, as this client's caller sees them.
    #[must_use]
    pub fn storage(&self) -> Storage<R> {
        Storage::new(self.caller.clone())
    }

    /// The schema of tables that name none, where the client has one of its own.
    pub(crate) fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The address of the project, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.caller.base().as_str()
    }
}

impl<R: Role> fmt::Debug for Client<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("role", &R::NAME)
            .field("url", &self.url())
            .field("credential", &"<redacted>")
            .field("schema", &self.schema)
            .finish_non_exhaustive()
    }
}

fn user_client<R: Role>(client: &Client<R>, token: &str) -> Result<Client<User>> {
    let bearer = Bearer::user_token(token).map_err(|error| error.with_operation("client.as_user"))?;
    let caller = client.caller.with_credential(Credential::User(bearer));
    Ok(Client::assemble(
        caller,
        client.schema.clone(),
        client.routes.clone(),
        (),
    ))
}

/// What a client with an anon key is made of.
fn anon_parts(key: &str, session: session_options::SessionOptions) -> Result<(Credential, Arc<SessionCell>)> {
    let cell = Arc::new(session.cell(Bearer::anon_key(key)?));
    Ok((Credential::Session(cell.clone()), cell))
}
