//! Sessions in cookies, for web servers.
//!
//! A server of yours signs users in, keeps their tokens in cookies, renews them before a handler runs, and acts as the
//! user of each request. The cookies are those of InsForge's JavaScript SDK, so that its browser client and this
//! server share one session. Everything here works on [`http`] types, whatever framework you use; the feature
//! `axum` adds a [layer, extractors and a ready router](self::axum) for that one.
//!
//! ```no_run
//! use insforge::Client;
//! use insforge::server::{CookieSessions, SessionState};
//!
//! # async fn demo(client: Client, mut request: http::HeaderMap, mut response: http::HeaderMap) -> insforge::Result<()> {
//! let sessions = CookieSessions::new(&client);
//!
//! // Before the handlers: renew what runs out.
//! let update = sessions.update(&mut request).await;
//! if update.state == SessionState::Unavailable {
//!     eprintln!("InsForge cannot be reached; nobody is signed out by that");
//! }
//! update.cookies.apply(&mut response);
//!
//! // In a handler: act as the user, under the row-level security of the database.
//! if let Some(user) = sessions.client(&request) {
//!     let _ = user.database();
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What the cookies do and do not protect
//! `SameSite=Lax` keeps other sites from sending the cookies along with a POST. It does not with a GET, so a GET must
//! change nothing. It does not keep them from signing a browser in to an account of theirs, and sites under the same
//! registrable domain count as the same site. So let no POST pass that [`same_origin`] does not vouch for, as the
//! ready router does; under axum, `refuse_other_sites` is a middleware for your own forms. The access token's cookie
//! is readable by scripts unless you [hide it](SessionCookies::hide_access_token); a script that should not run on
//! your pages can then act as the user for the token's 15 minutes.
//!
//! A cookie says what the browser sends, not that it is true. [`CookieSessions::client`] hands the token on to InsForge,
//! which checks it with every call. Where your own code decides by who the user is, verify the token first, with
//! `auth::Verifier` (feature `verify`) or the extractors for axum.
//!
//! # What an outage does
//! Nobody is signed out by one: the cookies stay until InsForge itself refuses the refresh token. A visit waits ten
//! seconds at most for tokens; [`SessionState::Unavailable`] says that it has none that count.

mod actions;
#[cfg(feature = "axum")]
pub mod axum;
mod cookies;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod oauth;
mod origin;
mod refresh;
mod renewals;
mod request_cookies;
mod update;

#[cfg(all(test, any(feature = "rustls", not(feature = "rustls-no-provider"))))]
mod tests;

use std::fmt;
use std::sync::Arc;

use ::http::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret;

pub use self::actions::{SignedIn, SignedOut, SignedUp};
pub use self::cookies::{SessionCookies, SetCookies};
pub use self::oauth::{OAuthRedirect, OAuthReturn};
pub use self::origin::same_origin;
pub use self::refresh::{RefreshAnswer, RefreshBody};
use self::renewals::Renewals;
use self::request_cookies::RequestCookies;
pub use self::update::{SessionState, SessionUpdate};
use crate::auth::{Auth, Session, claimed_end};
use crate::client::{Anon, Client, User};
use crate::error::Result;

/// The sessions of a web server's users, each in the cookies of its browser.
///
/// Cheap to clone; keep one for the whole server. It keeps no session, so no user can meet another's. Requests of one
/// browser that come at once, as those of a page with many parts do, renew its session once.
#[derive(Clone)]
pub struct CookieSessions {
    client: Client<Anon>,
    cookies: Arc<SessionCookies>,
    renewals: Arc<Renewals>,
}

impl CookieSessions {
    /// Sessions of users of this client's project. Who is signed in on the client itself plays no part.
    #[must_use]
    pub fn new(client: &Client<Anon>) -> Self {
        Self {
            client: client.clone(),
            cookies: Arc::default(),
            renewals: Arc::default(),
        }
    }

    /// Other names or attributes for the cookies.
    #[must_use]
    pub fn cookies(mut self, cookies: SessionCookies) -> Self {
        self.cookies = Arc::new(cookies);
        self
    }

    /// A client that acts as the user of this request; `None` where the request brings no access token that could be
    /// one. InsForge checks the token with every call.
    #[must_use]
    pub fn client(&self, request: &HeaderMap) -> Option<Client<User>> {
        let token = RequestCookies::read(request, &self.cookies).access?;
        self.client.as_user(token.expose_secret()).ok()
    }

    /// What verifies the tokens of requests on this machine.
    #[cfg(feature = "axum")]
    fn verifier(&self) -> crate::auth::Verifier {
        self.client.auth().verifier()
    }

    /// The calls about accounts, on a session cell that belongs to one request alone.
    fn auth(&self) -> Auth {
        self.client.auth().detached()
    }

    /// The cookies that make this session the browser's.
    fn set(&self, session: &Session) -> Result<SetCookies> {
        let access = self
            .cookies
            .access_cookie(session.access_token(), claimed_end(session.access_token()))?;
        let refresh = session
            .refresh_token()
            .map(|token| self.cookies.refresh_cookie(token, claimed_end(token)))
            .transpose()?;
        Ok(SetCookies(
            [Some(access), refresh].into_iter().flatten().collect(),
        ))
    }

    /// The cookies that end the browser's session.
    fn clear(&self) -> SetCookies {
        self.remove(&[&self.cookies.access, &self.cookies.refresh])
    }

    fn remove(&self, names: &[&str]) -> SetCookies {
        let values: Vec<HeaderValue> = names
            .iter()
            .filter_map(|name| self.cookies.removal(name))
            .collect();
        SetCookies(values)
    }
}

impl fmt::Debug for CookieSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CookieSessions")
            .field("url", &self.client.url())
            .field("cookies", &self.cookies)
            .finish_non_exhaustive()
    }
}
