//! What the forms send.

use axum::extract::{Extension, Form};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use insforge::ErrorKind;
use insforge::auth::SignUpOptions;
use insforge::server::{CookieSessions, SetCookies, SignedUp};
use serde::Deserialize;

use super::pages;

/// An address and a password.
#[derive(Deserialize)]
pub(crate) struct Account {
    email: String,
    password: String,
}

/// Signs in, and goes to the profile.
pub(crate) async fn sign_in(
    Extension(sessions): Extension<CookieSessions>,
    Form(account): Form<Account>,
) -> Response {
    let signed_in = sessions
        .sign_in(async move |auth| {
            auth.sign_in_with_password(&account.email, &account.password)
                .await
        })
        .await;
    match signed_in {
        Ok(signed_in) => to("/profile", signed_in.cookies),
        Err(error) => refusal(&error),
    }
}

/// Makes an account, and goes to the profile where the address need not be verified first.
pub(crate) async fn sign_up(
    Extension(sessions): Extension<CookieSessions>,
    Form(account): Form<Account>,
) -> Response {
    let signed_up = sessions
        .sign_up(&account.email, &account.password, SignUpOptions::new())
        .await;
    match signed_up {
        Ok(SignedUp::SignedIn(signed_in)) => to("/profile", signed_in.cookies),
        Ok(_) => pages::entrance(Some(
            "Please look into your mail to verify your address, then sign in.",
        ))
        .into_response(),
        Err(error) => refusal(&error),
    }
}

/// Signs out, and goes back to the forms.
pub(crate) async fn sign_out(Extension(sessions): Extension<CookieSessions>, headers: HeaderMap) -> Response {
    to("/", sessions.sign_out(&headers).await.cookies)
}

fn to(path: &str, cookies: SetCookies) -> Response {
    let mut response = Redirect::to(path).into_response();
    cookies.apply(response.headers_mut());
    response
}

/// What a user may be told.
fn refusal(error: &insforge::Error) -> Response {
    let text = match error.kind() {
        ErrorKind::WrongCredentials => "The e-mail address or the password is wrong.",
        ErrorKind::Unverified => "Please verify your address first: look into your mail.",
        ErrorKind::Conflict => "There is an account with this address already.",
        ErrorKind::Invalid => error.message(),
        _ => return pages::failure(error),
    };
    pages::entrance(Some(text)).into_response()
}
