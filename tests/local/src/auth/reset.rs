use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use serde_json::json;

use super::codes::Purpose;
use super::fields::Fields;
use super::limits::Limit;
use super::verify::wrong_code;
use super::{passwords, users};
use crate::app::App;
use crate::body::object;
use crate::clock::iso_at;
use crate::reply::{Answer, Failure, ok};

/// `POST /api/auth/email/exchange-reset-password-token`
pub(crate) async fn exchange(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let work = async {
        let body = object(&headers, &body)?;
        let mut fields = Fields::new(&body);
        let email = fields.email();
        let code = fields.code("code", "Reset password code must be a 6-digit numeric code");
        fields.check()?;
        let by_link = app.auth.policy.by_link("resetPasswordMethod");
        if by_link || !app.auth.codes.take_code(Purpose::Reset, &email, &code) {
            return Err(wrong_code());
        }
        let token = app.auth.codes.token(Purpose::Reset, &email, None);
        let ends = SystemTime::now() + Duration::from_secs(24 * 3600);
        Ok(ok(&json!({ "token": token, "expiresAt": iso_at(ends) })))
    };
    app.auth.limits.guard(Limit::WrongCodes, work).await
}

/// `POST /api/auth/email/reset-password`
pub(crate) async fn reset(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let work = async {
        let body = object(&headers, &body)?;
        let mut fields = Fields::new(&body);
        let password = fields.text("newPassword").unwrap_or_default().to_owned();
        let token = fields.text("otp").unwrap_or_default().to_owned();
        fields.check()?;
        // A weak password does not use the token up.
        app.auth.policy.check_password(&password)?;
        let Some(link) = app.auth.codes.take_token(Purpose::Reset, &token) else {
            return Err(Failure::invalid_input("Invalid or expired verification token"));
        };
        let hash = passwords::hash(password).await?;
        users::set_password(&app.client, &link.email, Some(&hash)).await?;
        Ok(ok(&json!({
            "message": "Password reset successfully. Please login with your new password.",
        })))
    };
    app.auth.limits.guard(Limit::WrongCodes, work).await
}
