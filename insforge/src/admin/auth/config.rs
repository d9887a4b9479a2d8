//! The rules of a project for signing up and in.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use crate::auth::public_config::code;
use crate::auth::{EmailMethod, PasswordPolicy};
use crate::error::Result;
use crate::http::Target;
use crate::null_is_default::null_is_default;

const PATH: &str = "/api/auth/config";

/// The rules of a project. Fields that a server leaves out have their empty value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthConfig {
    /// Whether an address must be verified before its user can sign in.
    #[serde(default)]
    pub require_email_verification: bool,
    /// What passwords must have.
    #[serde(flatten)]
    pub password: PasswordPolicy,
    /// How addresses are verified.
    #[serde(default = "code")]
    pub verify_email_method: EmailMethod,
    /// How a new password is chosen.
    #[serde(default = "code")]
    pub reset_password_method: EmailMethod,
    /// Where browsers may be redirected to: URLs, or patterns such as `https://*.my.app/**`. **An empty list allows
    /// every URL.**
    #[serde(default, deserialize_with = "null_is_default")]
    pub allowed_redirect_urls: Vec<String>,
    /// Whether nobody new may sign up.
    #[serde(default)]
    pub disable_signup: bool,
    /// When the rules were first set, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When they were last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// Changes to the rules of a project. What is not named stays as it is.
///
/// ```
/// use insforge::admin::auth::AuthConfigChange;
/// use insforge::auth::EmailMethod;
///
/// let change = AuthConfigChange::new()
///     .require_email_verification(true)
///     .verify_email_method(EmailMethod::Link)
///     .allowed_redirect_urls(["https://my.app/**"]);
/// ```
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[must_use]
pub struct AuthConfigChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    require_email_verification: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_min_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_number: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_lowercase: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_uppercase: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    require_special_char: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verify_email_method: Option<EmailMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reset_password_method: Option<EmailMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_redirect_urls: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_signup: Option<bool>,
}

impl AuthConfigChange {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether an address must be verified before its user can sign in.
    pub fn require_email_verification(mut self, require: bool) -> Self {
        self.require_email_verification = Some(require);
        self
    }

    /// The least number of characters of a password, 4 to 128.
    pub fn password_min_length(mut self, length: u32) -> Self {
        self.password_min_length = Some(length);
        self
    }

    /// Whether a password needs a digit.
    pub fn require_number(mut self, require: bool) -> Self {
        self.require_number = Some(require);
        self
    }

    /// Whether a password needs a lower-case letter.
    pub fn require_lowercase(mut self, require: bool) -> Self {
        self.require_lowercase = Some(require);
        self
    }

    /// Whether a password needs an upper-case letter.
    pub fn require_uppercase(mut self, require: bool) -> Self {
        self.require_uppercase = Some(require);
        self
    }

    /// Whether a password needs a character that is neither letter nor digit.
    pub fn require_special_char(mut self, require: bool) -> Self {
        self.require_special_char = Some(require);
        self
    }

    /// How addresses are verified.
    pub fn verify_email_method(mut self, method: EmailMethod) -> Self {
        self.verify_email_method = Some(method);
        self
    }

    /// How a new password is chosen.
    pub fn reset_password_method(mut self, method: EmailMethod) -> Self {
        self.reset_password_method = Some(method);
        self
    }

    /// Where browsers may be redirected to, all of it; an empty list allows every URL.
    pub fn allowed_redirect_urls<I>(mut self, urls: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.allowed_redirect_urls = Some(urls.into_iter().map(Into::into).collect());
        self
    }

    /// Whether nobody new may sign up.
    pub fn disable_signup(mut self, disable: bool) -> Self {
        self.disable_signup = Some(disable);
        self
    }
}

impl AdminAuth {
    /// Reads the rules: `GET /api/auth/config`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn get_config(&self) -> Result<AuthConfig> {
        self.read("admin.auth.get_config", Target::new(PATH)).await
    }

    /// Changes the rules, and returns them whole: `PUT /api/auth/config`.
    ///
    /// ```no_run
    /// use insforge::admin::auth::AuthConfigChange;
    ///
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// let change = AuthConfigChange::new().password_min_length(10).require_number(true);
    /// let config = admin.auth().update_config(change).await?;
    /// assert_eq!(config.password.min_length, 10);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for a value that is not allowed; the message names it.
    pub async fn update_config(&self, change: AuthConfigChange) -> Result<AuthConfig> {
        self.write(
            "admin.auth.update_config",
            Method::PUT,
            Target::new(PATH),
            &change,
        )
        .await
    }
}
