use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use serde_json::{Value, json};

use super::codes::Purpose;
use super::fields::Fields;
use super::limits::Limit;
use super::users;
use crate::app::App;
use crate::body::object;
use crate::reply::{Answer, Failure, json_text};

/// `POST /api/auth/email/send-otp`
pub(crate) async fn send_otp(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let work = async {
        let (email, _) = asked(&app, &headers, &body)?;
        // A stranger gets one too, even where nobody new may sign up: the code is refused then.
        let code = app.auth.codes.code(Purpose::SignIn, &email);
        let mail = app.auth.templates.mail("request-otp", &email, Some(&code), None);
        app.auth.outbox.push(mail);
        Ok(accepted(
            "If sign-in is available for this email, we have sent a verification code.",
        ))
    };
    app.auth.limits.guard(Limit::Mails, work).await
}

/// `POST /api/auth/email/send-verification`
pub(crate) async fn send_verification(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let work = async {
        let (email, redirect_to) = asked(&app, &headers, &body)?;
        let by_link = app.auth.policy.by_link("verifyEmailMethod");
        if by_link && redirect_to.is_none() {
            return Err(Failure::invalid_input(
                "redirectTo is required when link-based email verification is enabled",
            ));
        }
        let user = users::by_email(&app.client, &email).await?;
        if user.is_some_and(|user| !user.verified()) {
            verification(&app, &headers, &email, redirect_to.as_deref());
        }
        Ok(accepted(&format!(
            "If your email is registered, we have sent you a verification {}. Please check your inbox.",
            if by_link { "link" } else { "code" }
        )))
    };
    app.auth.limits.guard(Limit::Mails, work).await
}

/// `POST /api/auth/email/send-reset-password`
pub(crate) async fn send_reset(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let work = async {
        let (email, redirect_to) = asked(&app, &headers, &body)?;
        let by_link = app.auth.policy.by_link("resetPasswordMethod");
        if by_link && redirect_to.is_none() {
            return Err(Failure::invalid_input(
                "redirectTo is required when link-based password reset is enabled",
            ));
        }
        if users::by_email(&app.client, &email).await?.is_some() {
            let auth = &app.auth;
            let mail = if by_link {
                let token = auth.codes.token(Purpose::Reset, &email, redirect_to.as_deref());
                let link = link(&headers, "reset-password-link", &token);
                auth.templates
                    .mail("reset-password-link", &email, None, Some(&link))
            } else {
                let code = auth.codes.code(Purpose::Reset, &email);
                auth.templates
                    .mail("reset-password-code", &email, Some(&code), None)
            };
            auth.outbox.push(mail);
        }
        Ok(accepted(&format!(
            "If your email is registered, we have sent you a password reset {}. Please check your inbox.",
            if by_link { "link" } else { "code" }
        )))
    };
    app.auth.limits.guard(Limit::Mails, work).await
}

/// Puts the verification mail of the project's kind into the outbox.
pub(crate) fn verification(app: &App, headers: &HeaderMap, email: &str, redirect_to: Option<&str>) {
    let auth = &app.auth;
    let mail = if auth.policy.by_link("verifyEmailMethod") {
        let token = auth.codes.token(Purpose::Verify, email, redirect_to);
        let link = link(headers, "verify-link", &token);
        auth.templates
            .mail("email-verification-link", email, None, Some(&link))
    } else {
        let code = auth.codes.code(Purpose::Verify, email);
        auth.templates
            .mail("email-verification-code", email, Some(&code), None)
    };
    auth.outbox.push(mail);
}

/// The address that was asked for, and where its link shall lead in the end.
fn asked(app: &App, headers: &HeaderMap, body: &Bytes) -> Result<(String, Option<String>), Failure> {
    let body = object(headers, body)?;
    // The backend counts before it looks, so that what is no address has its minute too.
    if let Some(address) = body.get("email").and_then(Value::as_str) {
        app.auth.limits.mail(address)?;
    }
    let mut fields = Fields::new(&body);
    let email = fields.email();
    fields.url("redirectTo");
    fields.check()?;
    let redirect_to = body.get("redirectTo").and_then(Value::as_str);
    if let Some(url) = redirect_to {
        app.auth.policy.check_redirect(url)?;
    }
    Ok((email, redirect_to.map(str::to_owned)))
}

fn link(headers: &HeaderMap, page: &str, token: &str) -> String {
    format!("{}/api/auth/email/{page}?token={token}", base(headers))
}

/// The address of this server as the caller knows it.
pub(crate) fn base(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("127.0.0.1");
    format!("http://{host}")
}

fn accepted(message: &str) -> axum::response::Response {
    json_text(
        StatusCode::ACCEPTED,
        json!({ "success": true, "message": message }).to_string(),
    )
}
