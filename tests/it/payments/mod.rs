//! Payments, on any InsForge: one without the providers' keys says so. Users pay in the test world alone, and never
//! successfully; what stays there are rows of failed checkouts and orders.

mod administrator;
mod users;

use insforge::Error;
use insforge::payments::{Env, ProviderKey};
use insforge_tests::Backend;

/// A world without keys, in which nothing can happen; `None` in a project that has them all.
fn keyless(keys: &[ProviderKey]) -> Option<Env> {
    let set = |env: &Env| {
        keys.iter()
            .any(|key| key.environment == *env && key.value.is_some())
    };
    [Env::Test, Env::Live].into_iter().find(|env| !set(env))
}

/// Whether the backend's Stripe and Razorpay have keys for the test world.
async fn configured(backend: &Backend) -> (bool, bool) {
    let payments = backend.admin().payments();
    let stripe = payments.stripe_config().await.expect("keys");
    let razorpay = payments.razorpay_config().await.expect("keys");
    (stripe[0].value.is_some(), razorpay[0].value.is_some())
}

/// What was refused: the status, the code and the words.
fn refusal(error: &Error) -> (u16, &str, &str) {
    (
        error.status().unwrap_or_default(),
        error.code().unwrap_or_default(),
        error.message(),
    )
}
