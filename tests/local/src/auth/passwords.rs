use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::reply::Failure;

/// Hashes on a thread for blocking work: it takes tens of milliseconds.
pub(crate) async fn hash(password: String) -> Result<String, Failure> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash: PasswordHash| hash.to_string())
    })
    .await;
    match hashed {
        Ok(Ok(hash)) => Ok(hash),
        Ok(Err(error)) => Err(Failure::internal(error.to_string())),
        Err(error) => Err(Failure::internal(error.to_string())),
    }
}

/// Whether `password` is the one behind `hash`.
pub(crate) async fn fits(password: String, hash: String) -> Result<bool, Failure> {
    let checked = tokio::task::spawn_blocking(move || {
        let Ok(hash) = PasswordHash::new(&hash) else {
            return false;
        };
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    });
    checked
        .await
        .map_err(|error| Failure::internal(error.to_string()))
}
