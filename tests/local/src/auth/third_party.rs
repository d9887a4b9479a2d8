use serde_json::Value;
use sha2::{Digest, Sha256};

use super::users::{self, User};
use crate::app::App;
use crate::reply::Failure;

/// Somebody whom a provider vouches for.
#[derive(Debug)]
pub(crate) struct Person<'a> {
    pub(crate) provider: &'a str,
    pub(crate) account: &'a str,
    pub(crate) email: &'a str,
    pub(crate) name: Option<&'a str>,
}

/// The account of this person: the one linked with the provider's, else the one of the address, else a new one.
pub(crate) async fn find_or_create(app: &App, person: &Person<'_>) -> Result<User, Failure> {
    let email = person.email.to_lowercase();
    let linked = users::by_provider(&app.client, person.provider, person.account).await?;
    if let Some(user) = linked {
        return Ok(user);
    }
    if let Some(user) = users::by_email(&app.client, &email).await? {
        users::link(&app.client, &user.id, person.provider, person.account).await?;
        users::verify(&app.client, &email).await?;
        return users::by_id(&app.client, &user.id)
            .await?
            .ok_or_else(|| Failure::internal("User not found"));
    }
    let id = users::insert(&app.client, &email, None, person.name, true)
        .await?
        .ok_or_else(|| Failure::internal("User already exists"))?;
    users::link(&app.client, &id, person.provider, person.account).await?;
    let mut user = users::by_id(&app.client, &id)
        .await?
        .ok_or_else(|| Failure::internal("User not found"))?;
    // The backend forgets these for a user it has just made this way.
    if let Some(shown) = user.shown.as_object_mut() {
        shown.remove("providers");
        shown.insert("metadata".to_owned(), Value::Null);
    }
    Ok(user)
}

pub(crate) fn sha256_hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
