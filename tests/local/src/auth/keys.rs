use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};

use crate::cache::{Cache, write_secret};
use crate::error::Error;

/// The key pair access tokens are signed with, and the secret shared by everything else.
pub(crate) struct Keys {
    pub(crate) private: EncodingKey,
    pub(crate) public: DecodingKey,
    pub(crate) id: String,
    /// The public half as `/.well-known/jwks.json` shows it.
    pub(crate) jwks: Value,
    pub(crate) secret: String,
}

impl Keys {
    /// The key pair comes from the cache, since making one takes seconds; the secret is new each time.
    pub(crate) fn open(cache: &Cache) -> Result<Self, Error> {
        let folder = cache.entry("signing-key", |draft| {
            let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).map_err(bad)?;
            let pem = key.to_pkcs8_pem(LineEnding::LF).map_err(bad)?;
            write_secret(&draft.join("rsa.pem"), &pem)
        })?;
        let path = folder.join("rsa.pem");
        let pem = std::fs::read(&path).map_err(|source| Error::file("read", &path, source))?;
        let private = EncodingKey::from_rsa_pem(&pem).map_err(bad)?;
        let jwk = Jwk::from_encoding_key(&private, Algorithm::RS256).map_err(bad)?;
        let public = DecodingKey::from_jwk(&jwk).map_err(bad)?;
        let secret = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        let id = format!("kid_{:032x}", rand::random::<u128>());
        let mut shown = serde_json::to_value(&jwk.algorithm).map_err(bad)?;
        if let Some(map) = shown.as_object_mut() {
            map.insert("alg".to_owned(), json!("RS256"));
            map.insert("use".to_owned(), json!("sig"));
            map.insert("kid".to_owned(), json!(id));
        }
        Ok(Self {
            private,
            public,
            id,
            jwks: json!({ "keys": [shown] }),
            secret,
        })
    }
}

fn bad(error: impl std::fmt::Display) -> Error {
    Error::Key(error.to_string())
}
