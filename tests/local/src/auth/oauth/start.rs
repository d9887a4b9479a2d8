use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use super::{KNOWN, WITHOUT_CODE};
use crate::app::App;
use crate::auth::mails::base;
use crate::reply::{Answer, Failure, ok};

/// What the way through the provider carries along, signed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trip {
    pub(crate) provider: String,
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: String,
    pub(crate) exp: u64,
}

/// `GET /api/auth/oauth/{provider}`
pub(crate) async fn known(
    State(app): State<Arc<App>>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    if !KNOWN.contains(&provider.as_str()) {
        return Err(Failure::invalid_input(format!(
            "Unsupported OAuth provider: {provider}. Supported providers: {}",
            KNOWN.join(", ")
        )));
    }
    let asked = Asked::read(&app, query.as_deref())?;
    if WITHOUT_CODE.contains(&provider.as_str()) {
        return Err(Failure::new(
            StatusCode::NOT_IMPLEMENTED,
            "AUTH_UNSUPPORTED_PROVIDER",
            format!("OAuth provider '{provider}' is not implemented yet."),
        ));
    }
    let Some(config) = app.auth.providers.get(&provider) else {
        return Err(Failure::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "AUTH_OAUTH_CONFIG_ERROR",
            format!("{provider} OAuth is not properly configured. Please check your oauth configurations."),
        ));
    };
    let callback = format!("{}/api/auth/oauth/{provider}/callback", base(&headers));
    asked.answer(&app, &headers, &provider, &config, &callback)
}

/// `GET /api/auth/oauth/custom/{key}`
pub(crate) async fn custom(
    State(app): State<Arc<App>>,
    Path(key): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let asked = Asked::read(&app, query.as_deref())?;
    let Some(config) = app.auth.custom_providers.get(&key) else {
        return Err(Failure::internal(format!(
            "Custom OAuth provider {key} is not configured."
        )));
    };
    let callback = format!("{}/api/auth/oauth/custom/{key}/callback", base(&headers));
    asked.answer(&app, &headers, &key, &config, &callback)
}

struct Asked {
    redirect_uri: String,
    code_challenge: String,
    more: Vec<(String, String)>,
}

impl Asked {
    fn read(app: &App, query: Option<&str>) -> Result<Self, Failure> {
        let (mut redirect_uri, mut code_challenge, mut more) = (None, None, Vec::new());
        for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*key {
                "redirect_uri" => redirect_uri = Some(value.into_owned()),
                "code_challenge" => code_challenge = Some(value.into_owned()),
                _ => more.push((key.into_owned(), value.into_owned())),
            }
        }
        let mut wrong = Vec::new();
        match &redirect_uri {
            None => wrong.push("redirect_uri: Redirect URI is required"),
            Some(text) if Url::parse(text).is_err() => wrong.push("redirect_uri: Invalid url"),
            Some(_) => {}
        }
        match code_challenge.as_ref().map(String::len) {
            None => wrong.push("code_challenge: Required"),
            Some(..43) => wrong.push("code_challenge: Code challenge must be at least 43 characters"),
            Some(43..=128) => {}
            Some(_) => wrong.push("code_challenge: Code challenge must be at most 128 characters"),
        }
        if !wrong.is_empty() {
            return Err(Failure::invalid_input(wrong.join(", ")));
        }
        let redirect_uri = redirect_uri.unwrap_or_default();
        app.auth.policy.check_redirect(&redirect_uri)?;
        Ok(Self {
            redirect_uri,
            code_challenge: code_challenge.unwrap_or_default(),
            more,
        })
    }

    /// The address of the provider's page.
    fn answer(
        self,
        app: &App,
        headers: &HeaderMap,
        provider: &str,
        config: &Map<String, Value>,
        callback: &str,
    ) -> Answer {
        let trip = Trip {
            provider: provider.to_owned(),
            redirect_uri: self.redirect_uri,
            code_challenge: self.code_challenge,
            exp: crate::auth::tokens::now() + 3600,
        };
        let state = app.tokens.sign(&trip)?;
        let page = format!("{}/fake-provider/{provider}/authorize", base(headers));
        let mut page = Url::parse(&page).map_err(|error| Failure::internal(error.to_string()))?;
        let client_id = config.get("clientId").and_then(Value::as_str).unwrap_or_default();
        let scopes = config.get("scopes").and_then(Value::as_array);
        let scopes: Vec<&str> = scopes.into_iter().flatten().filter_map(Value::as_str).collect();
        page.query_pairs_mut()
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", callback)
            .append_pair("response_type", "code")
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &state);
        for (name, value) in &self.more {
            // What the server sets itself wins.
            let taken = page.query_pairs().any(|(known, _)| known == name.as_str());
            if !taken {
                page.query_pairs_mut().append_pair(name, value);
            }
        }
        Ok(ok(&json!({ "authUrl": page.as_str() })))
    }
}
