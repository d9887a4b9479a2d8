//! What the browser shows.

use axum::extract::{Query, RawQuery};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use insforge::server::axum::{AuthUser, OptionalAuthUser, Rejection, UserClient};
use serde::Deserialize;

use super::todos::{self, Todo};

const STYLE: &str = include_str!("style.css");
const LIVE: &str = include_str!("live.js");

/// What the way back from a provider may say: a code, and never words, which anybody could put into a link.
#[derive(Deserialize)]
pub(crate) struct Notice {
    error: Option<String>,
}

/// The forms, or the profile for somebody who is signed in.
pub(crate) async fn home(OptionalAuthUser(user): OptionalAuthUser, Query(notice): Query<Notice>) -> Response {
    if user.is_some() {
        return Redirect::to("/profile").into_response();
    }
    let text = notice.error.map(|code| match code.as_str() {
        "WRONG_CREDENTIALS" => "The provider did not sign you in.",
        _ => "The sign-in did not work. Please try again.",
    });
    entrance(text).into_response()
}

/// The page with the forms, and what went wrong.
pub(crate) fn entrance(error: Option<&str>) -> Html<String> {
    let error = error.map_or(String::new(), |error| {
        format!(r#"<p id="error">{}</p>"#, escape(error))
    });
    page(
        "Welcome",
        &format!(
            r#"{error}
<div class="cards">
<form class="card" method="post" action="/sign-in" id="sign-in"><h2>Sign in</h2>
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>
<form class="card" method="post" action="/sign-up" id="sign-up"><h2>Sign up</h2>
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="new-password" required></label>
<button>Sign up</button></form>
</div>
<p><a class="button quiet" id="google" href="/api/auth/oauth/google?next=/profile">Sign in with Google</a></p>"#
        ),
    )
}

/// The user's own page; whoever is not signed in is sent to the forms, with what a provider's way back has to say.
pub(crate) async fn profile(
    user: Result<AuthUser, Rejection>,
    client: Result<UserClient, Rejection>,
    RawQuery(query): RawQuery,
) -> Result<Response, Response> {
    let (AuthUser(claims), UserClient(client)) = match (user, client) {
        (Ok(user), Ok(client)) => (user, client),
        (Err(refusal), _) | (_, Err(refusal)) if refusal.status() == StatusCode::UNAUTHORIZED => {
            let forms = query.map_or("/".to_owned(), |query| format!("/?{query}"));
            return Ok(Redirect::to(&forms).into_response());
        }
        // Nobody is signed out by an outage.
        (Err(refusal), _) | (_, Err(refusal)) => return Err(unavailable(refusal.status())),
    };
    let list = items(&todos::all(&client).await.map_err(|error| failure(&error))?);
    let email = claims.email.as_deref().unwrap_or("somebody");
    let body = format!(
        r#"<div class="bar"><span>You are <strong id="email">{}</strong>.</span>
<form method="post" action="/sign-out" id="sign-out"><button class="quiet">Sign out</button></form></div>
<div class="card"><h2>To do</h2>
<ul id="todos">{list}</ul>
<form class="row" method="post" action="/todos" id="add"><label>What else? <input name="title" required></label>
<button>Add</button></form></div>
<script>{LIVE}</script>"#,
        escape(email)
    );
    Ok(page("Your profile", &body).into_response())
}

/// What is in the list.
pub(crate) fn items(todos: &[Todo]) -> String {
    let item = |todo: &Todo| {
        format!(
            r#"<li><span>{}</span><form method="post" action="/todos/done"><button class="quiet" name="id" value="{}">Done</button></form></li>"#,
            escape(&todo.title),
            todo.id
        )
    };
    todos.iter().map(item).collect()
}

/// The page for what should not happen. The reason is for the log.
pub(crate) fn failure(error: &insforge::Error) -> Response {
    eprintln!("{error}");
    unavailable(StatusCode::BAD_GATEWAY)
}

fn unavailable(status: StatusCode) -> Response {
    let text = r#"<p id="error">This did not work. Please try again.</p><p><a href="/">Back</a></p>"#;
    (status, page("Sorry", text)).into_response()
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><h1>{title}</h1>{body}</body></html>"#
    ))
}

/// Text as it stands in HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
