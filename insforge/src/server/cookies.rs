//! Names and attributes of the cookies.

use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, SystemTime};

use ::http::HeaderValue;
use ::http::header::{CACHE_CONTROL, SET_COOKIE};
use cookie::time::OffsetDateTime;
use cookie::{Cookie, CookieBuilder, SameSite};

use crate::error::{Error, Result};

/// What browsers keep of one cookie, name and value together; a larger one is dropped without a word.
const MAX_COOKIE: usize = 4096;

/// How long a user may take with a provider.
const PATIENCE: Duration = Duration::from_secs(600);

/// Names and attributes of the session's cookies. The defaults are those of InsForge's JavaScript SDK, so that its
/// browser client and a Rust server share one session.
///
/// | cookie | holds | `HttpOnly` | expires |
/// |---|---|---|---|
/// | `insforge_access_token` | the access token | no: the browser client reads it | with the token |
/// | `insforge_refresh_token` | the refresh token | yes | with the token |
/// | `insforge_code_verifier` | the secret of a sign-in by OAuth under way | yes | after ten minutes |
///
/// All have `Path=/`, `SameSite=Lax` and `Secure`.
///
/// ```
/// use insforge::server::SessionCookies;
///
/// // No script in the browser needs the token, and development runs on plain http.
/// let cookies = SessionCookies::default().hide_access_token().insecure(cfg!(debug_assertions));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SessionCookies {
    pub(super) access: Cow<'static, str>,
    pub(super) refresh: Cow<'static, str>,
    pub(super) verifier: Cow<'static, str>,
    domain: Option<String>,
    secure: bool,
    access_is_hidden: bool,
}

impl Default for SessionCookies {
    fn default() -> Self {
        Self {
            access: Cow::Borrowed("insforge_access_token"),
            refresh: Cow::Borrowed("insforge_refresh_token"),
            verifier: Cow::Borrowed("insforge_code_verifier"),
            domain: None,
            secure: true,
            access_is_hidden: false,
        }
    }
}

impl SessionCookies {
    /// Other names, for two applications on one host.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) for a name that a cookie cannot have, and for a name given twice.
    pub fn names(mut self, access: &str, refresh: &str, verifier: &str) -> Result<Self> {
        for name in [access, refresh, verifier] {
            if name.is_empty() || !name.bytes().all(is_token_byte) {
                return Err(Error::config(format!(
                    "{name:?} cannot be the name of a cookie; use letters, digits, - and _"
                )));
            }
        }
        if access == refresh || access == verifier || refresh == verifier {
            return Err(Error::config("the session's cookies need three different names"));
        }
        self.access = Cow::Owned(access.to_owned());
        self.refresh = Cow::Owned(refresh.to_owned());
        self.verifier = Cow::Owned(verifier.to_owned());
        Ok(self)
    }

    /// Sends the cookies to the subdomains of this domain too.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) for what is no domain.
    pub fn domain(mut self, domain: &str) -> Result<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        if domain.is_empty() || !domain.bytes().all(plain) {
            return Err(Error::config(format!(
                "{domain:?} is no domain; write it like example.com"
            )));
        }
        self.domain = Some(domain.to_owned());
        Ok(self)
    }

    /// Lets the cookies travel over plain `http`: for development alone.
    pub fn insecure(mut self, insecure: bool) -> Self {
        self.secure = !insecure;
        self
    }

    /// Hides the access token from scripts. InsForge's browser client then cannot use the session.
    pub fn hide_access_token(mut self) -> Self {
        self.access_is_hidden = true;
        self
    }

    /// Sets the access token's cookie.
    pub(super) fn access_cookie(&self, token: &str, expires: Option<SystemTime>) -> Result<HeaderValue> {
        self.token(&self.access, token, expires, self.access_is_hidden)
    }

    /// Sets the refresh token's cookie.
    pub(super) fn refresh_cookie(&self, token: &str, expires: Option<SystemTime>) -> Result<HeaderValue> {
        self.token(&self.refresh, token, expires, true)
    }

    /// Sets a cookie that waits for a callback.
    pub(super) fn waiting_cookie(&self, name: &str, value: &str) -> Result<HeaderValue> {
        let lives = cookie::time::Duration::seconds(PATIENCE.as_secs().cast_signed());
        sensitive(self.build(name, value, true).max_age(lives))
    }

    /// Removes a cookie of these names.
    pub(super) fn removal(&self, name: &str) -> Option<HeaderValue> {
        let hidden = name != self.access || self.access_is_hidden;
        let gone = self
            .build(name, "", hidden)
            .expires(OffsetDateTime::UNIX_EPOCH)
            .max_age(cookie::time::Duration::ZERO);
        sensitive(gone).ok()
    }

    fn token(
        &self,
        name: &str,
        token: &str,
        expires: Option<SystemTime>,
        hidden: bool,
    ) -> Result<HeaderValue> {
        let length = name.len() + token.len();
        if length > MAX_COOKIE {
            return Err(Error::unsupported(format!(
                "the token makes a cookie of {length} bytes, and browsers keep {MAX_COOKIE}; \
                 keep claims out of the token, or the session on the server"
            )));
        }
        let mut built = self.build(name, token, hidden);
        if let Some(expires) = expires {
            built = built.expires(OffsetDateTime::from(expires));
        }
        sensitive(built)
    }

    fn build<'a>(&'a self, name: &'a str, value: &'a str, hidden: bool) -> CookieBuilder<'a> {
        let built = Cookie::build((name, value))
            .path("/")
            .same_site(SameSite::Lax)
            .secure(self.secure)
            .http_only(hidden);
        match &self.domain {
            Some(domain) => built.domain(domain.as_str()),
            None => built,
        }
    }
}

fn sensitive(cookie: CookieBuilder<'_>) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(&cookie.build().to_string())
        .map_err(|_| Error::decode("the server's token has characters that no cookie can hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// `Set-Cookie` headers for a response: what every change of a session returns.
///
/// They hold tokens, so `Debug` shows the number of them alone.
#[derive(Clone, Default)]
#[must_use = "the browser keeps its old session unless these headers are added to the response"]
pub struct SetCookies(pub(super) Vec<HeaderValue>);

impl SetCookies {
    /// Adds them to a response's headers, beside other cookies that are there. No cache may keep such a response, which
    /// its `Cache-Control` then says.
    pub fn apply(self, headers: &mut ::http::HeaderMap) {
        if !self.is_empty() {
            // A cache that keeps this answer would hand one user's session to another.
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        }
        for value in self.0 {
            headers.append(SET_COOKIE, value);
        }
    }

    /// The values of the headers.
    pub fn values(&self) -> impl Iterator<Item = &HeaderValue> {
        self.0.iter()
    }

    /// Whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SetCookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetCookies({})", self.0.len())
    }
}
