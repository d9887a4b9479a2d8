//! The two providers, and what they are called where.

use crate::reply::Failure;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Provider {
    Stripe,
    Razorpay,
}

/// The keys of an account.
#[derive(Clone)]
pub(super) struct Keys {
    pub(super) id: String,
    pub(super) secret: String,
    /// What reports are signed with.
    pub(super) webhook: Option<String>,
}

impl Provider {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::Razorpay => "razorpay",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Stripe, Self::Razorpay]
            .into_iter()
            .find(|provider| provider.name() == name)
    }

    /// What calls are told that need keys which are not there.
    pub(super) fn unset(self, env: &str) -> String {
        match self {
            Self::Stripe => format!("STRIPE_{}_SECRET_KEY is not configured", env.to_uppercase()),
            Self::Razorpay => format!("Razorpay {env} keys are not configured"),
        }
    }

    pub(super) fn unset_code(self) -> &'static str {
        match self {
            Self::Stripe => "PAYMENT_CONFIG_INVALID",
            Self::Razorpay => "PAYMENT_CONFIG_NOT_FOUND",
        }
    }

    /// Refuses a key of another sort or world, and one that the provider does not know: here, one with `refused` in it.
    pub(super) fn check_key(self, env: &str, key: &str) -> Result<(), Failure> {
        use axum::http::StatusCode;
        let (prefix, complaint) = match self {
            Self::Stripe => {
                let prefix = format!("sk_{env}_");
                let complaint = format!(
                    "STRIPE_{}_SECRET_KEY must start with {prefix}",
                    env.to_uppercase()
                );
                (prefix, complaint)
            }
            Self::Razorpay => {
                let prefix = format!("rzp_{env}_");
                let complaint =
                    format!("Razorpay key ID must start with \"{prefix}\" for the {env} environment");
                (prefix, complaint)
            }
        };
        let refuse = |status, message| Err(Failure::new(status, "PAYMENT_CONFIG_INVALID", message));
        if !key.starts_with(&prefix) {
            return refuse(StatusCode::BAD_REQUEST, complaint);
        }
        if key.contains("refused") {
            return refuse(StatusCode::UNAUTHORIZED, "Invalid API Key provided".to_owned());
        }
        Ok(())
    }
}

/// A key with its middle hidden.
pub(super) fn mask(key: &str) -> String {
    let Some((prefix, last)) = key
        .get(..8)
        .zip(key.len().checked_sub(4).and_then(|at| key.get(at..)))
    else {
        return "****".to_owned();
    };
    let prefix = if key.starts_with("rzp_") {
        key.get(..9).unwrap_or(prefix)
    } else {
        prefix
    };
    format!("{prefix}****{last}")
}
