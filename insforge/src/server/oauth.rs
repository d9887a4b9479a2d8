//! Signing in through a provider, with the secret of the sign-in in a cookie that no script can read.

use ::http::HeaderMap;
use secrecy::ExposeSecret;

use super::request_cookies::RequestCookies;
use super::{CookieSessions, SetCookies, SignedIn};
use crate::auth::{AuthRedirect, CodeVerifier, OAuthSignIn};
use crate::error::{Error, ErrorKind, Result};

const OPERATION: &str = "server.finish_oauth";

/// A sign-in through a provider that has begun: redirect the browser to `url`.
#[derive(Debug)]
#[non_exhaustive]
pub struct OAuthRedirect {
    /// Where to send the browser.
    pub url: String,
    /// What to add to the response that sends it there.
    pub cookies: SetCookies,
}

/// How a callback went. The cookie of the sign-in is used up either way, so apply the cookies in both cases.
#[derive(Debug)]
#[non_exhaustive]
pub struct OAuthReturn {
    /// The user, or why there is none.
    pub result: Result<SignedIn>,
    /// Removes the cookie of the sign-in.
    pub cookies: SetCookies,
}

impl CookieSessions {
    /// Starts a sign-in through a provider: `GET /api/auth/oauth/{provider}`. The callback of your own server, which
    /// `sign_in` names as its `redirect_to`, ends it with [`finish_oauth`](Self::finish_oauth). A browser has one sign-in
    /// under way: a second one, in another tab, makes the first one's callback fail.
    ///
    /// ```no_run
    /// use insforge::auth::{OAuthProvider, OAuthSignIn};
    /// use insforge::server::CookieSessions;
    ///
    /// # async fn demo(sessions: CookieSessions, request: http::HeaderMap, query: &str) -> insforge::Result<()> {
    /// # let mut response = http::HeaderMap::new();
    /// // The page that sends the browser to the provider:
    /// let google = OAuthSignIn::new(OAuthProvider::Google, "https://app.example.com/callback");
    /// let start = sessions.start_oauth(google).await?;
    /// response.insert("location", start.url.parse().unwrap());
    /// start.cookies.apply(&mut response);
    ///
    /// // The callback:
    /// let back = sessions.finish_oauth(&request, query).await;
    /// back.cookies.apply(&mut response);
    /// match back.result {
    ///     Ok(signed_in) => signed_in.cookies.apply(&mut response),
    ///     Err(error) => eprintln!("no sign-in: {error}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Auth::sign_in_with_oauth`](crate::auth::Auth::sign_in_with_oauth).
    pub async fn start_oauth(&self, sign_in: OAuthSignIn) -> Result<OAuthRedirect> {
        let start = self.auth().sign_in_with_oauth(sign_in).await?;
        let cookie = self
            .cookies
            .waiting_cookie(&self.cookies.verifier, start.verifier.expose())?;
        Ok(OAuthRedirect {
            url: start.url().to_owned(),
            cookies: SetCookies(vec![cookie]),
        })
    }

    /// Ends a sign-in through a provider: `POST /api/auth/oauth/exchange`. `query` is that of the callback's URL, without
    /// the `?`. The code in it is of use only in the browser that started the sign-in, whose cookie has the secret.
    ///
    /// The errors in [`OAuthReturn::result`] are those of
    /// [`Auth::exchange_oauth_code`](crate::auth::Auth::exchange_oauth_code);
    /// [`WrongCredentials`](ErrorKind::WrongCredentials) where the user or the provider said no; and
    /// [`Request`](ErrorKind::Request) where this browser has started no sign-in, or the URL brings no code.
    pub async fn finish_oauth(&self, request: &HeaderMap, query: &str) -> OAuthReturn {
        let result = self.exchange(request, query).await;
        OAuthReturn {
            result: result.map_err(named),
            cookies: self.remove(&[&self.cookies.verifier]),
        }
    }

    async fn exchange(&self, request: &HeaderMap, query: &str) -> Result<SignedIn> {
        let code = match AuthRedirect::parse(&format!("?{query}"))? {
            Some(AuthRedirect::OAuthCode { code }) => code,
            Some(AuthRedirect::OAuthFailed { message }) => {
                return Err(Error::new(
                    ErrorKind::WrongCredentials,
                    format!("the provider did not sign the user in: {message}"),
                ));
            }
            _ => return Err(Error::request("the URL of the callback brings no code")),
        };
        let kept = RequestCookies::read(request, &self.cookies).verifier.ok_or_else(|| {
            Error::request(
                "this browser has started no sign-in, or took longer than ten minutes, or keeps no cookies; start again",
            )
        })?;
        let verifier = CodeVerifier::parse(kept.expose_secret())?;
        let session = self.auth().exchange_oauth_code(code.expose(), &verifier).await?;
        self.signed_in(session)
    }
}

/// An error of a call keeps the call's own name, by which a wrong verifier is known.
fn named(error: Error) -> Error {
    match error.operation() {
        Some(_) => error,
        None => error.with_operation(OPERATION),
    }
}
