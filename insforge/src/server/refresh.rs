//! The route of the server's own by which a browser client renews its access token.

use ::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::request_cookies::RequestCookies;
use super::update::ends_session;
use super::{CookieSessions, SetCookies};
use crate::error::Error;

/// The answer of the refresh route, in parts that any framework can send.
#[derive(Debug)]
#[non_exhaustive]
pub struct RefreshAnswer {
    /// The status.
    pub status: StatusCode,
    /// The cookies to set.
    pub cookies: SetCookies,
    /// The JSON body. A successful one holds the access token: do not log it.
    pub body: RefreshBody,
}

/// A JSON body whose `Debug` shows nothing of it.
pub struct RefreshBody(pub(super) Value);

impl RefreshBody {
    /// The text of the body.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_string()
    }
}

impl std::fmt::Debug for RefreshBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshBody(<redacted>)")
    }
}

impl CookieSessions {
    /// Answers `POST /api/auth/refresh` of your own server, which InsForge's browser client calls: renews the session
    /// by its cookie and gives the new access token and the user as JSON, without the refresh token.
    ///
    /// Check [`same_origin`](super::same_origin) first. The status is 401 where there is no session or InsForge has
    /// ended it (the cookies go then), and 503 where InsForge cannot be asked (they stay).
    pub async fn refresh(&self, request: &HeaderMap) -> RefreshAnswer {
        let Some(refresh) = RequestCookies::read(request, &self.cookies).refresh else {
            return self.no_session(
                "AUTH_UNAUTHORIZED",
                "no session: the request brings no refresh token",
            );
        };
        match self.renew(&refresh).await {
            Ok((session, cookies)) => RefreshAnswer {
                status: StatusCode::OK,
                cookies,
                body: RefreshBody(json!({
                    "accessToken": session.access_token(),
                    "user": session.user,
                    "csrfToken": null,
                })),
            },
            Err(error) if ends_session(&error) => {
                self.no_session("AUTH_UNAUTHORIZED", "the session is over; sign in again")
            }
            Err(error) => {
                tracing::warn!(%error, "a session could not be renewed");
                unavailable(&error)
            }
        }
    }

    fn no_session(&self, code: &str, message: &str) -> RefreshAnswer {
        RefreshAnswer {
            cookies: self.clear(),
            ..failure(StatusCode::UNAUTHORIZED, code, message)
        }
    }
}

fn unavailable(error: &Error) -> RefreshAnswer {
    let code = error.code().unwrap_or("UNAVAILABLE");
    failure(
        StatusCode::SERVICE_UNAVAILABLE,
        code,
        "the session cannot be renewed at the moment",
    )
}

/// An error in the shape that InsForge's own have.
pub(super) fn failure(status: StatusCode, code: &str, message: &str) -> RefreshAnswer {
    RefreshAnswer {
        status,
        cookies: SetCookies::default(),
        body: RefreshBody(json!({ "error": code, "message": message, "statusCode": status.as_u16() })),
    }
}
