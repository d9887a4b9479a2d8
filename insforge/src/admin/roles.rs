//! The roles of a policy.

use serde::{Deserialize, Deserializer};

/// The backend sends the text of a PostgreSQL array, and says that it sends a list.
pub(super) fn roles<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Roles {
        List(Vec<String>),
        Text(String),
    }
    Ok(match Roles::deserialize(deserializer)? {
        Roles::List(roles) => roles,
        Roles::Text(text) => text
            .trim_matches(['{', '}'])
            .split(',')
            .map(|role| role.trim_matches('"').to_owned())
            .filter(|role| !role.is_empty())
            .collect(),
    })
}
