//! What a project says in public about signing in.

use ::http::Method;
use serde::Deserialize;

use super::Auth;
use crate::error::Result;
use crate::http::{Request, Target};
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const OPERATION: &str = "auth.get_public_auth_config";

open_enum! {
    /// How a mail proves that it was read.
    pub enum EmailMethod {
        /// By a code of six digits that the user types in.
        Code = "code",
        /// By a link that the user follows.
        Link = "link",
    }
}

/// How a project signs users up and in. Fields that a server leaves out have their empty value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PublicAuthConfig {
    /// The built-in OAuth providers that are set up (`google`, `github`, …).
    #[serde(default, rename = "oAuthProviders", deserialize_with = "null_is_default")]
    pub oauth_providers: Vec<String>,
    /// The keys of the project's own OAuth providers.
    #[serde(
        default,
        rename = "customOAuthProviders",
        deserialize_with = "null_is_default"
    )]
    pub custom_oauth_providers: Vec<String>,
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
    /// Whether nobody new may sign up.
    #[serde(default)]
    pub disable_signup: bool,
}

/// What a password must have to be accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PasswordPolicy {
    /// The least number of characters, 4 to 128 (counted in UTF-16 units).
    #[serde(default, rename = "passwordMinLength")]
    pub min_length: u32,
    /// A digit is needed.
    #[serde(default)]
    pub require_number: bool,
    /// A lower-case letter is needed.
    #[serde(default)]
    pub require_lowercase: bool,
    /// An upper-case letter is needed.
    #[serde(default)]
    pub require_uppercase: bool,
    /// A character that is neither letter nor digit is needed.
    #[serde(default)]
    pub require_special_char: bool,
}

pub(crate) fn code() -> EmailMethod {
    EmailMethod::Code
}

impl Auth {
    /// Reads how the project signs users up and in: `GET /api/auth/public-config`.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let config = client.auth().get_public_auth_config().await?;
    /// println!("at least {} characters, please", config.password.min_length);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn get_public_auth_config(&self) -> Result<PublicAuthConfig> {
        let target = Target::new("/api/auth/public-config").finish();
        self.send_as_nobody(Request::new(OPERATION, Method::GET, target))
            .await?
            .decode(OPERATION)
    }
}
