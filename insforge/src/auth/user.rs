//! The account of a user.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::null_is_default::null_is_default;

/// A user, as the server describes the account.
///
/// Fields that a server leaves out are empty, and fields that only a newer one has are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AuthUser {
    /// The id, a UUID as text: what `auth.uid()` is in policies.
    pub id: String,
    /// The e-mail address.
    #[serde(default, deserialize_with = "null_is_default")]
    pub email: String,
    /// Whether the address was verified.
    #[serde(default, deserialize_with = "null_is_default")]
    pub email_verified: bool,
    /// The ways this user has signed in (`email`, `google`, …). Empty right after a first sign-in by OAuth.
    #[serde(default, deserialize_with = "null_is_default")]
    pub providers: Vec<String>,
    /// When the account was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When the account was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// The public profile: `name`, `avatar_url` and the project's own keys. Anybody can read it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub profile: Map<String, Value>,
    /// What the project's administration noted about the user.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_user_with_hardly_anything() {
        let user: AuthUser =
            serde_json::from_str(r#"{"id":"u1","email":null,"metadata":null,"profile":null,"new":[1]}"#)
                .unwrap();
        assert_eq!(
            (user.id.as_str(), user.email.as_str(), user.email_verified),
            ("u1", "", false)
        );
        assert!(user.providers.is_empty() && user.profile.is_empty() && user.created_at.is_none());
    }
}
