//! Whether a signature is of a key.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value;

/// A public key of the project.
pub(super) struct Key {
    pub(super) id: Option<String>,
    /// The one algorithm it is for, where it says so.
    algorithm: Option<Algorithm>,
    key: DecodingKey,
}

impl Key {
    /// A key of the set, or nothing for one that cannot verify tokens here. A key that only a newer version knows must
    /// not make the others unusable.
    pub(super) fn read(json: &Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(json.clone()).ok()?;
        if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
            return None;
        }
        let algorithm = match json.get("alg") {
            None | Some(Value::Null) => None,
            Some(name) => Some(name.as_str()?.parse().ok()?),
        };
        Some(Self {
            key: DecodingKey::from_jwk(&jwk).ok()?,
            id: jwk.common.key_id,
            algorithm,
        })
    }
}

/// Whether the signature of a message is of this key by this algorithm, which has to be one for such keys.
pub(super) fn fits(key: &Key, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    let family = key.key.family();
    if key.algorithm.is_some_and(|own| own != algorithm) || !family.algorithms().contains(&algorithm) {
        return false;
    }
    match (key.key.kind(), rsa(algorithm), curve(algorithm)) {
        (DecodingKeyKind::RsaModulusExponent { n, e }, Some(parameters), _) => {
            RsaPublicKeyComponents { n, e }
                .verify(parameters, message, signature)
                .is_ok()
        }
        (DecodingKeyKind::SecretOrDer(point), _, Some(curve)) => UnparsedPublicKey::new(curve, point)
            .verify(message, signature)
            .is_ok(),
        _ => false,
    }
}

fn rsa(algorithm: Algorithm) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        Algorithm::RS256 => &RSA_PKCS1_2048_8192_SHA256,
        Algorithm::RS384 => &RSA_PKCS1_2048_8192_SHA384,
        Algorithm::RS512 => &RSA_PKCS1_2048_8192_SHA512,
        Algorithm::PS256 => &RSA_PSS_2048_8192_SHA256,
        Algorithm::PS384 => &RSA_PSS_2048_8192_SHA384,
        Algorithm::PS512 => &RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

fn curve(algorithm: Algorithm) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::ES256 => &ECDSA_P256_SHA256_FIXED,
        Algorithm::ES384 => &ECDSA_P384_SHA384_FIXED,
        Algorithm::EdDSA => &ED25519,
        _ => return None,
    })
}
