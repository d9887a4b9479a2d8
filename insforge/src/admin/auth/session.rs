//! Sessions of the dashboard's administrators: a name and a password in place of the API key.

use ::http::Method;
use ::http::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use crate::auth::Secret;
use crate::auth::calls::with_json;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Bearer, Credential, Request, Response, Target};

const SIGN_IN: &str = "admin.auth.sign_in";
const EXCHANGE: &str = "admin.auth.sign_in_with_code";
const CURRENT: &str = "admin.auth.get_current_admin";
const REFRESH: &str = "admin.auth.refresh_session";
const SIGN_OUT: &str = "admin.auth.sign_out";

const COOKIE_NAME: &str = "insforge_admin_refresh_token";
const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// A session of an administrator. Backend 2.3 keeps its refresh token in a cookie for every kind of client; here that
/// cookie's value is part of the session.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AdminSession {
    /// Who it is, such as `local:admin`.
    pub subject: String,
    /// The access token, valid for some 15 minutes.
    pub access_token: Secret,
    /// The value of the cookie `insforge_admin_refresh_token`, valid for some 7 days.
    pub refresh_token: Option<Secret>,
    /// What must come beside the cookie.
    pub csrf_token: Option<Secret>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    admin: Subject,
    access_token: Secret,
    #[serde(default)]
    csrf_token: Option<Secret>,
    #[serde(default)]
    refresh_token: Option<Secret>,
}

#[derive(Deserialize)]
struct Current {
    admin: Subject,
}

#[derive(Deserialize)]
struct Subject {
    sub: String,
}

#[derive(Serialize)]
struct Login<'a> {
    username: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

fn call(operation: &'static str, path: &'static str) -> Request {
    let mut target = Target::new(path);
    target.pair("client_type", "server");
    Request::new(operation, Method::POST, target.finish()).secret_answer()
}

impl AdminAuth {
    /// Signs an administrator of the dashboard in: `POST /api/auth/admin/sessions`. This client keeps acting with its API
    /// key; the session is returned only.
    ///
    /// # Errors
    /// [`WrongCredentials`](ErrorKind::WrongCredentials) for a wrong name or password.
    pub async fn sign_in(&self, username: &str, password: &str) -> Result<AdminSession> {
        let request = call(SIGN_IN, "/api/auth/admin/sessions");
        let answer = self
            .caller
            .send(with_json(request, &Login { username, password })?)
            .await?;
        session(&answer, SIGN_IN, None)
    }

    /// Signs an administrator in with a code that InsForge's cloud has handed over:
    /// `POST /api/auth/admin/sessions/exchange`.
    ///
    /// # Errors
    /// As the server refuses the code: [`Unauthorized`](ErrorKind::Unauthorized) or [`Invalid`](ErrorKind::Invalid).
    pub async fn sign_in_with_code(&self, code: &str) -> Result<AdminSession> {
        let request = call(EXCHANGE, "/api/auth/admin/sessions/exchange");
        let answer = self.caller.send(with_json(request, &Code { code })?).await?;
        session(&answer, EXCHANGE, None)
    }

    /// Asks the server whose session it is, and returns the subject: `GET /api/auth/admin/sessions/current`.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where the access token is expired,
    /// [`Forbidden`](ErrorKind::Forbidden) where it is not an administrator's.
    pub async fn get_current_admin(&self, session: &AdminSession) -> Result<String> {
        let bearer = Bearer::user_token(session.access_token.expose())
            .map_err(|error| error.with_operation(CURRENT))?;
        let target = Target::new("/api/auth/admin/sessions/current").finish();
        let answer = self
            .caller
            .with_credential(Credential::User(bearer))
            .send(Request::new(CURRENT, Method::GET, target))
            .await?;
        Ok(answer.decode::<Current>(CURRENT)?.admin.sub)
    }

    /// Renews a session with its cookie: `POST /api/auth/admin/refresh`.
    ///
    /// # Errors
    /// [`Unauthorized`](ErrorKind::Unauthorized) where the session has no refresh token or the server refuses it,
    /// [`Forbidden`](ErrorKind::Forbidden) for a wrong CSRF token.
    pub async fn refresh_session(&self, old: &AdminSession) -> Result<AdminSession> {
        if old.refresh_token.is_none() {
            return Err(
                Error::new(ErrorKind::Unauthorized, "the session has no refresh token")
                    .with_operation(REFRESH),
            );
        }
        // The cookie counts only for a client that is taken for a browser.
        let target = Target::new("/api/auth/admin/refresh").finish();
        let request = Request::new(REFRESH, Method::POST, target).secret_answer();
        let answer = self.caller.send(with_cookie(request, old)?).await?;
        session(&answer, REFRESH, Some(old))
    }

    /// Tells the server that a session is over: `POST /api/auth/admin/logout`. Its tokens stay valid until they expire.
    ///
    /// # Errors
    /// [`Forbidden`](ErrorKind::Forbidden) for a wrong CSRF token.
    pub async fn sign_out(&self, session: &AdminSession) -> Result<()> {
        let target = Target::new("/api/auth/admin/logout").finish();
        let request = Request::new(SIGN_OUT, Method::POST, target).secret_answer();
        self.caller.send(with_cookie(request, session)?).await.map(drop)
    }
}

fn session(answer: &Response, operation: &'static str, old: Option<&AdminSession>) -> Result<AdminSession> {
    let body: Body = answer.decode(operation)?;
    let kept = |pick: fn(&AdminSession) -> &Option<Secret>| old.and_then(|old| pick(old).clone());
    Ok(AdminSession {
        subject: body.admin.sub,
        access_token: body.access_token,
        refresh_token: body
            .refresh_token
            .or_else(|| cookie(&answer.headers))
            .or_else(|| kept(|old| &old.refresh_token)),
        csrf_token: body.csrf_token.or_else(|| kept(|old| &old.csrf_token)),
    })
}

/// The refresh token among the cookies that the server sets.
fn cookie(headers: &HeaderMap) -> Option<Secret> {
    headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='))
        .find(|(name, value)| name.trim() == COOKIE_NAME && !value.is_empty())
        .map(|(_, value)| value.into())
}

fn with_cookie(mut request: Request, session: &AdminSession) -> Result<Request> {
    let operation = request.operation();
    let secret = |text: &str| {
        let mut value = HeaderValue::from_str(text).map_err(|_| {
            Error::request("the session has a token with a character that no token has")
                .with_operation(operation)
        })?;
        value.set_sensitive(true);
        Ok::<_, Error>(value)
    };
    if let Some(token) = &session.refresh_token {
        if token.expose().contains([';', ',', ' ']) {
            return Err(
                Error::request("the refresh token has a character that no token has")
                    .with_operation(operation),
            );
        }
        request = request.header(COOKIE, secret(&format!("{COOKIE_NAME}={}", token.expose()))?);
    }
    if let Some(token) = &session.csrf_token {
        request = request.header(CSRF, secret(token.expose())?);
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refresh_token_is_found_among_the_cookies() {
        let mut headers = HeaderMap::new();
        assert!(cookie(&headers).is_none());
        headers.append(SET_COOKIE, HeaderValue::from_static("other=1; Path=/"));
        headers.append(
            SET_COOKIE,
            HeaderValue::from_static("insforge_admin_refresh_token=a.b=c; Max-Age=604800; HttpOnly"),
        );
        assert_eq!(cookie(&headers).unwrap().expose(), "a.b=c");
    }
}
