use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::Half;
use super::json_numbers::through_javascript;
use super::query::Query;
use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, json_text};

/// A checked request on its way to PostgREST.
pub(crate) struct Forward<'a> {
    pub(crate) half: Half,
    pub(crate) method: &'a Method,
    pub(crate) name: &'a str,
    pub(crate) query: &'a Query,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: Option<String>,
    pub(crate) caller: &'a Caller,
}

impl Forward<'_> {
    pub(crate) async fn send(self, app: &App) -> Answer {
        let half = self.half;
        let mut request = app
            .rest
            .request(self.method.clone(), self.url())
            .headers(self.forwarded_headers())
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token(app)?));
        if let Some(body) = &self.body {
            request = request.body(through_javascript(body));
        }
        let response = request.send().await.map_err(|error| failed(&error))?;
        let status = response.status();
        let headers = response.headers().clone();
        let text = response.text().await.map_err(|error| failed(&error))?;
        Ok(if status.is_success() {
            relay(half, status, &headers, &text)
        } else {
            json_text(status, as_json(&text))
        })
    }

    fn url(&self) -> String {
        let prefix = match self.half {
            Half::Records => "",
            Half::Rpc => "rpc/",
        };
        let name = utf8_percent_encode(self.name, NON_ALPHANUMERIC);
        let query = self.query.forwarded();
        let mark = if query.is_empty() { "" } else { "?" };
        // The host is not looked at: the client speaks to a socket.
        format!("http://rest/{prefix}{name}{mark}{query}")
    }

    /// The role decides the token; only a user has a subject.
    fn token(&self, app: &App) -> Result<String, Failure> {
        match self.caller {
            Caller::Admin => app.tokens.internal("project_admin", None),
            Caller::Anon => app.tokens.internal("anon", None),
            Caller::User(user) if user.role == "authenticated" => {
                app.tokens.internal("authenticated", Some(user))
            }
            Caller::User(_) => Err(Failure::new(
                StatusCode::FORBIDDEN,
                "AUTH_UNAUTHORIZED",
                "Invalid user role claim",
            )),
        }
    }

    fn forwarded_headers(&self) -> HeaderMap {
        let dropped = [
            header::HOST,
            header::CONTENT_LENGTH,
            header::CONNECTION,
            header::TRANSFER_ENCODING,
            header::CONTENT_ENCODING,
            header::ACCEPT_ENCODING,
            header::AUTHORIZATION,
            header::EXPECT,
            header::UPGRADE,
        ];
        let mut headers = self.headers.clone();
        for name in dropped {
            headers.remove(name);
        }
        if self.body.is_some() {
            headers
                .entry(header::CONTENT_TYPE)
                .or_insert(HeaderValue::from_static("application/json"));
        }
        headers
    }
}

/// A success: PostgREST's headers, and a body that has been through JavaScript.
fn relay(half: Half, status: StatusCode, headers: &HeaderMap, text: &str) -> Response {
    if status == StatusCode::NO_CONTENT {
        let mut response = status.into_response();
        copy_headers(headers, &mut response);
        return response;
    }
    // Nothing, and a text of nothing, count as no answer.
    let nothing = text.trim().is_empty()
        || serde_json::from_str::<String>(text).is_ok_and(|inner| inner.trim().is_empty());
    let body = match (nothing, half) {
        (true, Half::Records) => "[]".to_owned(),
        (true, Half::Rpc) => "null".to_owned(),
        (false, _) => as_json(text),
    };
    let mut response = json_text(status, body);
    copy_headers(headers, &mut response);
    response
}

fn copy_headers(from: &HeaderMap, response: &mut Response) {
    let dropped = |name: &HeaderName| {
        *name == header::CONTENT_LENGTH
            || *name == header::TRANSFER_ENCODING
            || *name == header::CONNECTION
            || *name == header::CONTENT_ENCODING
            || name.as_str().starts_with("access-control-")
    };
    for name in from.keys().filter(|name| !dropped(name)) {
        response.headers_mut().remove(name);
        for value in from.get_all(name) {
            let value = if *name == header::CONTENT_TYPE {
                sorted_media_type(value)
            } else {
                value.clone()
            };
            response.headers_mut().append(name, value);
        }
    }
}

/// Puts the parameters of a media type in order, as the web framework of the backend does.
fn sorted_media_type(value: &HeaderValue) -> HeaderValue {
    let text = value.to_str().unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default();
    let mut parameters: Vec<&str> = parts.collect();
    parameters.sort_unstable();
    let sorted = std::iter::once(kind)
        .chain(parameters)
        .collect::<Vec<_>>()
        .join("; ");
    HeaderValue::from_str(&sorted).unwrap_or_else(|_| value.clone())
}

/// What `res.json(data)` writes: JSON re-serialised, any other text as a JSON string.
fn as_json(text: &str) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        through_javascript(text)
    } else {
        serde_json::Value::from(text).to_string()
    }
}

fn failed(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::internal("timeout of 10000ms exceeded");
    }
    Failure::internal(format!("PostgREST could not be reached: {error}"))
}
