//! The server that a project's mails go through.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use super::provider::exposed;
use crate::auth::Secret;
use crate::error::Result;
use crate::http::Target;

const PATH: &str = "/api/auth/smtp-config";

/// How a project sends mail. The password is never read back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SmtpConfig {
    /// Whether this server is used.
    #[serde(default)]
    pub enabled: bool,
    /// The server's name.
    #[serde(default)]
    pub host: String,
    /// Its port: 25, 465, 587 or 2525.
    #[serde(default)]
    pub port: u16,
    /// The name to log in with.
    #[serde(default)]
    pub username: String,
    /// Whether a password is kept.
    #[serde(default)]
    pub has_password: bool,
    /// The address that mails come from.
    #[serde(default)]
    pub sender_email: String,
    /// The name beside it.
    #[serde(default)]
    pub sender_name: String,
    /// The least number of seconds between two mails.
    #[serde(default)]
    pub min_interval_seconds: u32,
    /// When it was set up, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// How a project shall send mail.
///
/// ```
/// use insforge::admin::auth::SmtpSettings;
///
/// let settings = SmtpSettings::new("smtp.my.app", 587)
///     .login("mailer", "secret")
///     .sender("noreply@my.app", "My App");
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct SmtpSettings {
    enabled: bool,
    host: String,
    port: u16,
    username: String,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    password: Option<Secret>,
    sender_email: String,
    sender_name: String,
    min_interval_seconds: u32,
}

impl SmtpSettings {
    /// A server in use, with at most one mail a minute. The port is 25, 465, 587 or 2525.
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            enabled: true,
            host: host.into(),
            port,
            username: String::new(),
            password: None,
            sender_email: String::new(),
            sender_name: String::new(),
            min_interval_seconds: 60,
        }
    }

    /// Whether this server is used.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// The name and password to log in with.
    pub fn login(mut self, username: impl Into<String>, password: &str) -> Self {
        self.username = username.into();
        self.password = Some(password.into());
        self
    }

    /// The name to log in with; the password that the server keeps stays.
    pub fn username(mut self, username: impl Into<String>) -> Self {
        self.username = username.into();
        self
    }

    /// The address and the name that mails come from.
    pub fn sender(mut self, email: impl Into<String>, name: impl Into<String>) -> Self {
        self.sender_email = email.into();
        self.sender_name = name.into();
        self
    }

    /// The least number of seconds between two mails.
    pub fn min_interval_seconds(mut self, seconds: u32) -> Self {
        self.min_interval_seconds = seconds;
        self
    }
}

impl AdminAuth {
    /// Reads how the project sends mail: `GET /api/auth/smtp-config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn get_smtp_config(&self) -> Result<SmtpConfig> {
        self.read("admin.auth.get_smtp_config", Target::new(PATH)).await
    }

    /// Sets how the project sends mail: `PUT /api/auth/smtp-config`. The server may log in there to try it.
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for a port, address or name that is not allowed.
    pub async fn update_smtp_config(&self, settings: SmtpSettings) -> Result<SmtpConfig> {
        self.write(
            "admin.auth.update_smtp_config",
            Method::PUT,
            Target::new(PATH),
            &settings,
        )
        .await
    }
}
