use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use bytes::Bytes;
use jsonwebtoken::Algorithm;

use super::start::Trip;
use crate::app::App;
use crate::auth::third_party::{self, Person};
use crate::auth::verify::redirect;
use crate::reply::{Answer, Failure};

/// `GET /api/auth/oauth/{provider}/callback` and the same for custom providers.
pub(crate) async fn get(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    come_back(&app, &provider, query.unwrap_or_default().as_bytes()).await
}

/// `POST /api/auth/oauth/{provider}/callback`: Apple's way.
pub(crate) async fn post(State(app): State<Arc<App>>, Path(provider): Path<String>, body: Bytes) -> Answer {
    come_back(&app, &provider, &body).await
}

async fn come_back(app: &App, provider: &str, query: &[u8]) -> Answer {
    let given: HashMap<String, String> = url::form_urlencoded::parse(query).into_owned().collect();
    let state = given.get("state").map(String::as_str).unwrap_or_default();
    let Some(trip) = app
        .tokens
        .read_own::<Trip>(state, Algorithm::HS256)
        .filter(|trip| trip.provider == provider)
    else {
        return Err(Failure::invalid_input("Invalid state parameter"));
    };
    // The list may have changed while the user was away.
    app.auth.policy.check_redirect(&trip.redirect_uri)?;
    let failed = |message: &str| redirect(Some(&trip.redirect_uri), &[("error", message)]);
    if let Some(error) = given.get("error") {
        return failed(error);
    }
    let code = given.get("code").map(String::as_str).unwrap_or_default();
    let Some((email, name)) = app.auth.grants.take(code) else {
        return failed("OAuth Authentication Failed");
    };
    let person = Person {
        provider,
        account: &format!("fake|{email}"),
        email: &email,
        name: Some(&name),
    };
    match third_party::find_or_create(app, &person).await {
        Ok(user) => {
            let code = app.auth.exchange_codes.create(&user.id, &trip.code_challenge);
            redirect(Some(&trip.redirect_uri), &[("insforge_code", &code)])
        }
        Err(failure) => failed(&failure.message),
    }
}
