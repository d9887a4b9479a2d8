use std::fmt;

use serde_json::Value;

use crate::app::App;
use crate::auth::tokens::Identity;
use crate::credentials::Caller;

/// Why a socket is not let in; Socket.IO passes the text on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(&'static str);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Who a socket is, by the `auth` of its CONNECT packet. The kind of the credential decides how it is checked.
pub(super) fn check(app: &App, auth: &Value) -> Result<Caller, Refusal> {
    if app.realtime.controls.take_refusal() {
        return Err(Refusal("Invalid token"));
    }
    let text = |name: &str| {
        auth.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    if let Some(key) = text("apiKey") {
        return if app.accepts_api_key(key) {
            Ok(Caller::Admin)
        } else {
            Err(Refusal("Invalid API key"))
        };
    }
    let token = text("token").ok_or(Refusal("No authentication provided"))?;
    if token.starts_with("anon_") {
        return if app.accepts_anon_key(token) {
            Ok(Caller::Anon)
        } else {
            Err(Refusal("Invalid anon key"))
        };
    }
    // An admin key is no token either.
    let identity: Identity = app
        .tokens
        .read_access(token)
        .map_err(|_| Refusal("Invalid token"))?;
    Ok(match identity.role.as_str() {
        "project_admin" => Caller::Admin,
        "anon" => Caller::Anon,
        _ => Caller::User(identity),
    })
}
