//! OAuth through a provider that is built in: its page asks who you are and believes it.

pub(crate) mod callback;
pub(crate) mod configs;
pub(crate) mod custom_configs;
pub(crate) mod exchange;
pub(crate) mod exchange_codes;
pub(crate) mod fake;
pub(crate) mod start;

/// The names that the backend knows; the last three it cannot do.
pub(crate) const KNOWN: [&str; 11] = [
    "google",
    "github",
    "discord",
    "linkedin",
    "facebook",
    "instagram",
    "tiktok",
    "apple",
    "x",
    "spotify",
    "microsoft",
];

/// Those of [`KNOWN`] that have no code behind them.
pub(crate) const WITHOUT_CODE: [&str; 3] = ["instagram", "tiktok", "spotify"];
