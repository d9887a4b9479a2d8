//! The layer that renews sessions before the handlers run.

use std::task::{Context, Poll};

use ::http::header::{HeaderValue, SET_COOKIE};
use ::http::{HeaderMap, Request, Response};
use futures_util::future::BoxFuture;
use tower_layer::Layer;
use tower_service::Service;

use crate::server::{CookieSessions, SetCookies};

/// Renews the session of each request, lets handlers find it, and sets the cookies on the response:
/// [`CookieSessions::update`] around a service. It works with any service of [`http`](::http) types.
///
/// A handler that sets the same cookies itself, because it signs somebody in or out, has the last word.
#[derive(Clone, Debug)]
pub struct SessionLayer {
    sessions: CookieSessions,
}

impl SessionLayer {
    /// A layer for these sessions.
    #[must_use]
    pub fn new(sessions: CookieSessions) -> Self {
        Self { sessions }
    }
}

impl<S> Layer<S> for SessionLayer {
    type Service = SessionService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        SessionService {
            inner,
            sessions: self.sessions.clone(),
        }
    }
}

/// What [`SessionLayer`] makes of a service.
#[derive(Clone, Debug)]
pub struct SessionService<S> {
    inner: S,
    sessions: CookieSessions,
}

impl<S, B, R> Service<Request<B>> for SessionService<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
    B: Send + 'static,
    R: Send,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<S::Response, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // The one that was asked whether it is ready is the one to call.
        let ready = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, ready);
        let sessions = self.sessions.clone();
        Box::pin(async move {
            let update = sessions.update(request.headers_mut()).await;
            request.extensions_mut().insert(update.state);
            request.extensions_mut().insert(sessions);
            let mut response = inner.call(request).await?;
            set(response.headers_mut(), update.cookies);
            Ok(response)
        })
    }
}

/// Adds the cookies that the handler has not set itself.
fn set(headers: &mut HeaderMap, cookies: SetCookies) {
    let name = |value: &HeaderValue| {
        value
            .as_bytes()
            .split(|byte| *byte == b'=')
            .next()
            .map(<[u8]>::to_vec)
    };
    let taken: Vec<_> = headers.get_all(SET_COOKIE).iter().filter_map(name).collect();
    let mine = cookies
        .0
        .into_iter()
        .filter(|value| name(value).is_none_or(|name| !taken.contains(&name)))
        .collect();
    SetCookies(mine).apply(headers);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_that_sets_the_same_cookie_has_the_last_word() {
        let of = |texts: &[&'static str]| {
            texts
                .iter()
                .map(|text| HeaderValue::from_static(text))
                .collect::<Vec<_>>()
        };
        let mut headers = HeaderMap::new();
        headers.append(SET_COOKIE, HeaderValue::from_static("access=mine; Path=/"));
        set(
            &mut headers,
            SetCookies(of(&["access=renewed", "refresh=renewed"])),
        );
        let set_cookies: Vec<_> = headers.get_all(SET_COOKIE).iter().cloned().collect();
        assert_eq!(set_cookies, of(&["access=mine; Path=/", "refresh=renewed"]));
        assert_eq!(headers["cache-control"], "private, no-store");

        let mut untouched = HeaderMap::new();
        set(&mut untouched, SetCookies::default());
        assert!(untouched.is_empty());
    }
}
