use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::client_type::ClientType;
use super::fields::Fields;
use super::{mails, passwords, users};
use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::reply::{Answer, Failure, ok};

/// `POST /api/auth/users`
pub(crate) async fn sign_up(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let caller = Caller::any(&app, &headers)?;
    let body = object(&headers, &body)?;
    let by_admin = caller.is_admin();
    let mut fields = Fields::new(&body);
    let email = fields.email();
    let password = fields.text("password").unwrap_or_default().to_owned();
    let name = fields.name();
    fields.url("redirectTo");
    let confirm = fields.flag("autoConfirm") && by_admin;
    fields.check()?;
    let policy = &app.auth.policy;
    if !by_admin && policy.flag("disableSignup") {
        return Err(signup_disabled());
    }
    policy.check_password(&password)?;
    let verify = policy.flag("requireEmailVerification");
    let redirect_to = body.get("redirectTo").and_then(Value::as_str);
    if !by_admin {
        if verify && policy.by_link("verifyEmailMethod") && redirect_to.is_none() {
            return Err(Failure::invalid_input(
                "redirectTo is required when link-based email verification is enabled",
            ));
        }
        if let Some(url) = redirect_to {
            policy.check_redirect(url)?;
        }
    }
    let hash = passwords::hash(password).await?;
    let Some(id) = users::insert(&app.client, &email, Some(&hash), name, confirm).await? else {
        return Err(Failure::new(
            StatusCode::CONFLICT,
            "AUTH_EMAIL_EXISTS",
            "User already exists",
        ));
    };
    if verify {
        if !by_admin {
            mails::verification(&app, &headers, &email, redirect_to);
        }
        return Ok(ok(
            &json!({ "accessToken": null, "requireEmailVerification": !confirm }),
        ));
    }
    let Some(user) = users::by_id(&app.client, &id).await? else {
        return Err(Failure::internal("User not found after registration"));
    };
    let session = json!({
        "user": user.shown,
        "accessToken": app.tokens.access(&user.id, &user.email)?,
        "requireEmailVerification": false,
    });
    if by_admin {
        return Ok(ok(&session));
    }
    ClientType::of(query.as_deref()).session(session, &app.tokens, &user.id, None)
}

pub(crate) fn signup_disabled() -> Failure {
    Failure::new(
        StatusCode::FORBIDDEN,
        "AUTH_SIGNUP_DISABLED",
        "User signups are disabled for this project.",
    )
}
