//! The routes that every server with sessions needs.

use std::sync::Arc;

use ::axum::extract::{Path, State};
use ::axum::middleware::from_fn;
use ::axum::response::{IntoResponse, Redirect, Response};
use ::axum::routing::{get, post};
use ::axum::{Json, Router};
use ::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use ::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use serde::Deserialize;
use serde_json::json;

use super::body::Body;
use super::next_page::{self, is_own_path};
use super::{Rejection, refuse_other_sites};
use crate::auth::{OAuthSignIn, SignUpOptions};
use crate::error::{Error, Result};
use crate::server::{CookieSessions, SetCookies, SignedIn, SignedUp};

/// The routes about accounts, ready to be nested in a server's own router.
///
/// | route | body or query | answer |
/// |---|---|---|
/// | `POST /sign-up` | `{email, password, name?, redirectTo?}` | 201 `{user}`, or 202 `{needsVerification: true}` |
/// | `POST /sign-in` | `{email, password}` | `{user}` |
/// | `POST /sign-in/code` | `{email, code}`, a code of [`send_otp`](crate::auth::Auth::send_otp) | `{user}` |
/// | `POST /verify-email` | `{email, code}` | `{user}` |
/// | `POST /sign-out` | | 204 |
/// | `POST /refresh` | | `{accessToken, user, csrfToken}`, what InsForge's browser client asks for |
/// | `GET /oauth/{provider}` | `next=/path` of your own site | a redirection to the provider |
/// | `GET /callback` | what the provider brings | a redirection to `next`, or to it with `?error=` and a [code](Rejection::code) |
///
/// Tokens go into cookies and into no answer but that of `/refresh`. A POST from another site's page is refused with 403
/// ([`refuse_other_sites`]). Errors are JSON as [`Rejection`] has it.
///
/// InsForge's browser client expects the refresh route at `/api/auth/refresh`, so nest the routes at `/api/auth` where
/// you use it.
///
/// ```no_run
/// use axum::Router;
/// use insforge::Client;
/// use insforge::server::CookieSessions;
/// use insforge::server::axum::{AuthRoutes, SessionLayer};
///
/// # fn app(client: Client) -> insforge::Result<Router> {
/// let sessions = CookieSessions::new(&client);
/// let routes = AuthRoutes::new(&sessions, "https://app.example.com/api/auth")?.after_sign_in("/home")?;
/// Ok(Router::new().nest("/api/auth", routes.router()).layer(SessionLayer::new(sessions)))
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is served before router() is nested in one"]
pub struct AuthRoutes {
    sessions: CookieSessions,
    /// The URL that the routes have for a browser, without a slash at its end.
    url: String,
    home: String,
}

impl AuthRoutes {
    /// Routes for these sessions. `url` is where a browser finds them, which a provider's callback has to know:
    /// `https://app.example.com/api/auth`. With a list of allowed redirect URLs, `{url}/callback` must be on it.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) for what is no absolute URL.
    pub fn new(sessions: &CookieSessions, url: &str) -> Result<Self> {
        let url = url.trim_end_matches('/');
        let known = url::Url::parse(url).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.query().is_none() && url.fragment().is_none()
        });
        if !known {
            return Err(Error::config(format!(
                "{url:?} is no address of routes; write it like https://app.example.com/api/auth"
            )));
        }
        Ok(Self {
            sessions: sessions.clone(),
            url: url.to_owned(),
            home: "/".to_owned(),
        })
    }

    /// Where a browser goes after a sign-in through a provider that names no `next`; `/`.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) for anything but a path of this site.
    pub fn after_sign_in(mut self, path: &str) -> Result<Self> {
        if !is_own_path(path) {
            return Err(Error::config(format!(
                "{path:?} is no path of this site; write it like /home"
            )));
        }
        self.home = path.to_owned();
        Ok(self)
    }

    /// The router.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        Router::new()
            .route("/sign-up", post(sign_up))
            .route("/sign-in", post(sign_in))
            .route("/sign-in/code", post(sign_in_by_code))
            .route("/verify-email", post(verify_email))
            .route("/sign-out", post(sign_out))
            .route("/refresh", post(refresh))
            .route("/oauth/{provider}", get(start_oauth))
            .route("/callback", get(callback))
            .layer(from_fn(refuse_other_sites))
            .with_state(Arc::new(self))
    }
}

type App = State<Arc<AuthRoutes>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignUpCall {
    email: String,
    password: String,
    name: Option<String>,
    redirect_to: Option<String>,
}

#[derive(Deserialize)]
struct PasswordCall {
    email: String,
    password: String,
}

#[derive(Deserialize)]
struct CodeCall {
    email: String,
    code: String,
}

async fn sign_up(State(app): App, Body(call): Body<SignUpCall>) -> Result<Response, Rejection> {
    let mut options = SignUpOptions::new();
    if let Some(name) = call.name {
        options = options.name(name);
    }
    if let Some(url) = call.redirect_to {
        options = options.redirect_to(url);
    }
    Ok(
        match app.sessions.sign_up(&call.email, &call.password, options).await? {
            SignedUp::SignedIn(signed_in) => {
                let mut response = user(signed_in);
                *response.status_mut() = StatusCode::CREATED;
                response
            }
            SignedUp::NeedsVerification => {
                (StatusCode::ACCEPTED, Json(json!({ "needsVerification": true }))).into_response()
            }
        },
    )
}

async fn sign_in(State(app): App, Body(call): Body<PasswordCall>) -> Result<Response, Rejection> {
    let signed_in = app
        .sessions
        .sign_in(async move |auth| auth.sign_in_with_password(&call.email, &call.password).await)
        .await?;
    Ok(user(signed_in))
}

async fn sign_in_by_code(State(app): App, Body(call): Body<CodeCall>) -> Result<Response, Rejection> {
    let signed_in = app
        .sessions
        .sign_in(async move |auth| auth.sign_in_with_otp(&call.email, &call.code).await)
        .await?;
    Ok(user(signed_in))
}

async fn verify_email(State(app): App, Body(call): Body<CodeCall>) -> Result<Response, Rejection> {
    let signed_in = app
        .sessions
        .sign_in(async move |auth| auth.verify_email(&call.email, &call.code).await)
        .await?;
    Ok(user(signed_in))
}

async fn sign_out(State(app): App, headers: HeaderMap) -> Response {
    let signed_out = app.sessions.sign_out(&headers).await;
    if let Some(error) = signed_out.error {
        tracing::debug!(%error, "InsForge could not be told of a sign-out");
    }
    with(StatusCode::NO_CONTENT, signed_out.cookies)
}

async fn refresh(State(app): App, headers: HeaderMap) -> Response {
    let answer = app.sessions.refresh(&headers).await;
    let mut response = (answer.status, answer.body.to_json()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    answer.cookies.apply(headers);
    response
}

async fn start_oauth(State(app): App, Path(provider): Path<String>, uri: Uri) -> Result<Response, Rejection> {
    let next = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == "next")
        .map(|(_, next)| next.into_owned())
        .filter(|next| is_own_path(next))
        .unwrap_or_else(|| app.home.clone());
    let sign_in = OAuthSignIn::new(provider.as_str(), format!("{}/callback", app.url));
    let start = app.sessions.start_oauth(sign_in).await?;
    let mut response = Redirect::to(&start.url).into_response();
    start.cookies.apply(response.headers_mut());
    next_page::remember(&app.sessions, &next)?.apply(response.headers_mut());
    Ok(response)
}

async fn callback(State(app): App, uri: Uri, headers: HeaderMap) -> Response {
    let query = uri.query().unwrap_or_default();
    let next = next_page::recall(&app.sessions, &headers).unwrap_or_else(|| app.home.clone());
    let back = app.sessions.finish_oauth(&headers, query).await;
    let (to, signed_in) = match back.result {
        Ok(signed_in) => (next, signed_in.cookies),
        Err(error) => {
            tracing::info!(%error, "a sign-in through a provider failed");
            (
                with_error(&next, Rejection::from(error).code()),
                SetCookies::default(),
            )
        }
    };
    let mut response = Redirect::to(&to).into_response();
    back.cookies.apply(response.headers_mut());
    next_page::forget(&app.sessions).apply(response.headers_mut());
    signed_in.apply(response.headers_mut());
    response
}

/// The page, told what went wrong by a code: words in a URL could be anybody's.
fn with_error(next: &str, code: &str) -> String {
    let (page, fragment) = match next.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (next, String::new()),
    };
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}error={code}{fragment}")
}

fn user(signed_in: SignedIn) -> Response {
    let mut response = Json(json!({ "user": signed_in.user })).into_response();
    signed_in.cookies.apply(response.headers_mut());
    response
}

fn with(status: StatusCode, cookies: SetCookies) -> Response {
    let mut response = status.into_response();
    cookies.apply(response.headers_mut());
    response
}
