//! The way to the provider.

use std::fmt;

use ::http::Method;
use serde::Deserialize;
use url::Url;

use super::{CodeVerifier, OAuthProvider};
use crate::auth::Auth;
use crate::auth::calls::redirect_url;
use crate::error::{Error, Result};
use crate::http::{Request, Target};

const OPERATION: &str = "auth.sign_in_with_oauth";

/// Parameters that the server sets itself; it ignores a caller's without a word.
const RESERVED: [&str; 9] = [
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

/// A sign-in through a provider, before it is started.
///
/// ```
/// use insforge::auth::{OAuthProvider, OAuthSignIn};
///
/// let google = OAuthSignIn::new(OAuthProvider::Google, "https://my.app/signed-in")
///     .param("prompt", "select_account");
/// let own = OAuthSignIn::new("my-company", "myapp://signed-in");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
#[must_use = "nothing is sent before sign_in_with_oauth"]
pub struct OAuthSignIn {
    provider: OAuthProvider,
    redirect_to: String,
    params: Vec<(String, String)>,
}

impl OAuthSignIn {
    /// `provider` is one of [`OAuthProvider`], or its name. `redirect_to` is where the browser comes back to: an absolute
    /// URL (or one of the app's own scheme) on the project's list of allowed ones.
    pub fn new(provider: impl Into<OAuthProvider>, redirect_to: impl Into<String>) -> Self {
        Self {
            provider: provider.into(),
            redirect_to: redirect_to.into(),
            params: Vec::new(),
        }
    }

    /// Passes a parameter on to the provider, such as `prompt` or `login_hint`; a second value replaces the first.
    ///
    /// Those that the server sets itself are refused when the sign-in is started (`client_id`, `scope`, `state`, …): the
    /// scopes are part of the provider's configuration.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.params.retain(|(known, _)| *known != name);
        self.params.push((name, value.into()));
        self
    }

    fn request(&self, challenge: &str) -> Result<Request> {
        let target = match &self.provider {
            OAuthProvider::Custom(key) => {
                let fits =
                    |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
                if key.is_empty() || key.len() > 64 || !key.bytes().all(fits) {
                    return Err(Error::request(format!(
                        "{key:?} is no key of a provider; keys have 1 to 64 of a-z, 0-9, _ and -"
                    )));
                }
                Target::new("/api/auth/oauth/custom").segment(key)?
            }
            known => Target::new("/api/auth/oauth").segment(known.as_str())?,
        };
        let mut target = target;
        target.pair("redirect_uri", redirect_url(OPERATION, &self.redirect_to)?);
        target.pair("code_challenge", challenge);
        for (name, value) in &self.params {
            check_param(name)?;
            target.pair(name, value);
        }
        // The answer has the state of this sign-in.
        Ok(Request::new(OPERATION, Method::GET, target.finish()).secret_answer())
    }
}

fn check_param(name: &str) -> Result<()> {
    if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(Error::request(format!(
            "the parameter {name} is set by the server and cannot be given; leave it out"
        )));
    }
    // The server's parser makes structures of brackets.
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    if name.is_empty() || !name.bytes().all(fits) {
        return Err(Error::request(format!(
            "{name:?} is no name of a parameter; names have letters, digits, _, - and ."
        )));
    }
    Ok(())
}

/// A sign-in that has been started: the address for the browser, and the secret to keep until it is back.
#[derive(Clone)]
#[non_exhaustive]
pub struct OAuthStart {
    /// Whom the user will see.
    pub provider: OAuthProvider,
    /// The secret for [`exchange_oauth_code`](Auth::exchange_oauth_code).
    pub verifier: CodeVerifier,
    pub(super) url: String,
}

impl OAuthStart {
    /// The provider's page, to open in the user's browser. It is valid for an hour.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl fmt::Debug for OAuthStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The query has the state of this sign-in.
        let place = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("OAuthStart")
            .field("provider", &self.provider)
            .field("url", &format_args!("{place}?…"))
            .finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    auth_url: String,
}

impl Auth {
    /// Starts a sign-in through a provider: `GET /api/auth/oauth/{provider}`, or `GET /api/auth/oauth/custom/{key}` for a
    /// provider of the project's own. Nobody is signed in yet.
    ///
    /// Send the browser to [`url`](OAuthStart::url) and keep the [`verifier`](OAuthStart::verifier); the browser comes
    /// back to `redirect_to` with a code, which [`AuthRedirect`](crate::auth::AuthRedirect) reads.
    ///
    /// ```no_run
    /// use insforge::auth::{AuthRedirect, OAuthProvider, OAuthSignIn};
    ///
    /// # async fn demo(client: insforge::Client, came_back_to: &str) -> insforge::Result<()> {
    /// let auth = client.auth();
    /// let start = auth
    ///     .sign_in_with_oauth(OAuthSignIn::new(OAuthProvider::GitHub, "https://my.app/signed-in"))
    ///     .await?;
    /// println!("open {}", start.url());
    /// // Later, when the browser asks for https://my.app/signed-in?insforge_code=…
    /// if let Some(AuthRedirect::OAuthCode { code }) = AuthRedirect::parse(came_back_to)? {
    ///     auth.exchange_oauth_code(code.expose(), &start.verifier).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::error::ErrorKind::Request) for a parameter that the server sets itself, or a `redirect_to` that
    /// is no URL; [`Invalid`](crate::error::ErrorKind::Invalid) for one off the project's list
    /// ([`is_redirect_refused`](Error::is_redirect_refused)); [`Config`](crate::error::ErrorKind::Config) for a provider
    /// that the project has not set up; [`Unsupported`](crate::error::ErrorKind::Unsupported) for one that the server
    /// cannot do.
    pub async fn sign_in_with_oauth(&self, sign_in: OAuthSignIn) -> Result<OAuthStart> {
        let verifier = CodeVerifier::generate().map_err(|error| error.with_operation(OPERATION))?;
        let request = sign_in
            .request(&verifier.challenge())
            .map_err(|error| error.with_operation(OPERATION))?;
        let url = self
            .send_as_nobody(request)
            .await?
            .decode::<Body>(OPERATION)?
            .auth_url;
        // A browser is sent there without a further look.
        if !Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "https" | "http")) {
            return Err(Error::decode("the provider's address is no web address").with_operation(OPERATION));
        }
        Ok(OAuthStart {
            provider: sign_in.provider,
            verifier,
            url,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn request(sign_in: &OAuthSignIn) -> Result<Request> {
        sign_in.request("challenge")
    }

    #[test]
    fn providers_of_the_project_have_a_route_of_their_own() {
        let known = OAuthSignIn::new("GitHub", "https://a.b/c?d=e").param("prompt", "consent");
        assert_eq!(
            request(&known.param("prompt", "select account"))
                .unwrap()
                .target(),
            "/api/auth/oauth/github?redirect_uri=https:%2F%2Fa.b%2Fc%3Fd%3De&code_challenge=challenge&prompt=select%20account"
        );
        let own = OAuthSignIn::new("my-company", "myapp://cb");
        assert_eq!(request(&own).unwrap().path(), "/api/auth/oauth/custom/my-company");
    }

    #[test]
    fn what_the_server_would_ignore_or_mistake_is_refused() {
        let google = || OAuthSignIn::new(OAuthProvider::Google, "https://a.b/c");
        for wrong in [
            google().param("scope", "email"),
            google().param("State", "x"),
            google().param("a[b]", "x"),
            google().param("", "x"),
            OAuthSignIn::new("no key!", "https://a.b/c"),
            OAuthSignIn::new("", "https://a.b/c"),
            OAuthSignIn::new("google", "/relative"),
        ] {
            assert_eq!(
                request(&wrong).unwrap_err().kind(),
                ErrorKind::Request,
                "{wrong:?}"
            );
        }
    }
}
