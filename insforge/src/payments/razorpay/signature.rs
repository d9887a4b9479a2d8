//! Razorpay's proof of a payment, checked by the program itself.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// Whether the signature that Razorpay's script gave the browser proves the payment of an order. The time it takes does
/// not depend on the signature. [`Razorpay::verify_order`](super::Razorpay::verify_order) has the project check and note
/// it; this needs the account's key secret.
///
/// ```
/// use insforge::payments::verify_order_signature;
/// use insforge::SecretString;
///
/// let secret = SecretString::from("key-secret");
/// assert!(!verify_order_signature("order_1", "pay_1", "00", &secret));
/// ```
#[must_use]
pub fn verify_order_signature(
    order_id: &str,
    payment_id: &str,
    signature: &str,
    key_secret: &SecretString,
) -> bool {
    proves(&[order_id, payment_id], signature, key_secret)
}

/// Whether the signature proves the payer's consent to a subscription; as [`verify_order_signature`].
///
/// ```
/// use insforge::payments::verify_subscription_signature;
/// use insforge::SecretString;
///
/// let secret = SecretString::from("key-secret");
/// assert!(!verify_subscription_signature("sub_1", "pay_1", "00", &secret));
/// ```
#[must_use]
pub fn verify_subscription_signature(
    subscription_id: &str,
    payment_id: &str,
    signature: &str,
    key_secret: &SecretString,
) -> bool {
    // Orders put their id first, subscriptions the payment's.
    proves(&[payment_id, subscription_id], signature, key_secret)
}

/// The signature is HMAC-SHA256 of the two ids, joined by `|`, in hexadecimal.
fn proves(ids: &[&str; 2], signature: &str, key_secret: &SecretString) -> bool {
    // An empty secret would be one that anybody knows, and an id with a bar could be read as two.
    let secret = key_secret.expose_secret();
    if secret.is_empty() || ids.iter().any(|id| id.is_empty() || id.contains('|')) {
        return false;
    }
    let (Ok(mut mac), Some(signature)) = (
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()),
        bytes(signature),
    ) else {
        return false;
    };
    mac.update(ids.join("|").as_bytes());
    // Compares in constant time.
    mac.verify_slice(&signature).is_ok()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs
        .iter()
        .map(|[high, low]| u8::try_from(digit(*high)? * 16 + digit(*low)?).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // openssl: printf 'order_1|pay_1' | openssl dgst -sha256 -hmac secret
    const ORDER: &str = "52115a0d3400de9e86aade1f1b6eba9e8974604f4e267a9e9a16633a4c8dd2cb";
    // openssl: printf 'pay_1|sub_1' | openssl dgst -sha256 -hmac secret
    const SUBSCRIPTION: &str = "679de4f44c72e967f07e2681823ed21a33fca2ee7001396a083175def4316fb6";

    #[test]
    fn only_the_right_signature_of_the_right_ids_proves() {
        let secret = SecretString::from("secret");
        assert!(verify_order_signature("order_1", "pay_1", ORDER, &secret));
        assert!(verify_order_signature(
            "order_1",
            "pay_1",
            &ORDER.to_uppercase(),
            &secret
        ));
        assert!(verify_subscription_signature(
            "sub_1",
            "pay_1",
            SUBSCRIPTION,
            &secret
        ));
        for (order, payment, signature) in [
            ("order_2", "pay_1", ORDER),
            ("order_1", "pay_2", ORDER),
            ("pay_1", "order_1", ORDER),
            ("order_1", "pay_1", SUBSCRIPTION),
            ("order_1", "pay_1", &ORDER[..62]),
            ("order_1", "pay_1", ""),
            ("order_1", "pay_1", "é"),
            ("order_1", "pay_1", "zz"),
            ("order_1|pay_1", "", ORDER),
        ] {
            assert!(
                !verify_order_signature(order, payment, signature, &secret),
                "{order} {payment} {signature}"
            );
        }
        assert!(!verify_order_signature(
            "order_1",
            "pay_1",
            ORDER,
            &SecretString::from("other")
        ));
        assert!(!verify_order_signature(
            "order_1",
            "pay_1",
            ORDER,
            &SecretString::from("")
        ));
    }
}
