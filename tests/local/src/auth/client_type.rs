use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde_json::Value;

use super::tokens::Tokens;
use crate::reply::{Failure, ok};

const COOKIE: &str = "insforge_refresh_token";
const SUFFIX: &str = "Path=/api/auth; HttpOnly; Secure; SameSite=None";

/// How a client keeps its refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClientType {
    /// In a cookie, next to a CSRF token in the body. Also for every unknown `client_type`.
    Web,
    /// Itself, from the body.
    Own,
}

impl ClientType {
    pub(crate) fn of(query: Option<&str>) -> Self {
        let value = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .find(|(key, _)| key == "client_type")
            .map(|(_, value)| value.into_owned());
        match value.as_deref() {
            Some("mobile" | "desktop" | "server") => Self::Own,
            _ => Self::Web,
        }
    }

    /// Adds a refresh token to a session body in this client's way.
    pub(crate) fn session(
        self,
        mut body: Value,
        tokens: &Tokens,
        user: &str,
        nonce: Option<&str>,
    ) -> Result<Response, Failure> {
        let (token, claims) = tokens.refresh(user, nonce)?;
        let Some(map) = body.as_object_mut() else {
            return Err(Failure::internal("no session"));
        };
        match self {
            Self::Own => {
                map.insert("refreshToken".to_owned(), Value::String(token));
                Ok(ok(&body))
            }
            Self::Web => {
                map.insert("csrfToken".to_owned(), Value::String(tokens.csrf(&claims)?));
                let mut response = ok(&body);
                set(
                    &mut response,
                    &format!("{COOKIE}={token}; Max-Age=604800; {SUFFIX}"),
                );
                Ok(response)
            }
        }
    }
}

/// The refresh token in the request's cookies.
pub(crate) fn cookie(headers: &HeaderMap) -> Option<&str> {
    named_cookie(headers, COOKIE)
}

/// The value of a cookie of the request's.
pub(crate) fn named_cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == wanted && !value.is_empty())
        .map(|(_, value)| value)
}

/// Tells the browser to forget the cookie.
pub(crate) fn clear(response: &mut Response) {
    set(
        response,
        &format!("{COOKIE}=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {SUFFIX}"),
    );
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
