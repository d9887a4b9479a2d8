use super::codes::Codes;
use super::limits::Limits;
use super::oauth::exchange_codes::ExchangeCodes;
use super::oauth::fake::Grants;
use super::outbox::Outbox;
use super::policy::Policy;
use super::settings::Settings;
use super::smtp::Smtp;
use super::templates::Templates;

/// What the auth surface remembers beside the users, who are in the database.
#[derive(Debug)]
pub(crate) struct AuthState {
    pub(crate) policy: Policy,
    pub(crate) outbox: Outbox,
    pub(crate) codes: Codes,
    pub(crate) limits: Limits,
    pub(crate) templates: Templates,
    pub(crate) smtp: Smtp,
    pub(crate) providers: Settings,
    pub(crate) custom_providers: Settings,
    pub(crate) exchange_codes: ExchangeCodes,
    pub(crate) grants: Grants,
    pub(crate) admin_password: String,
}

impl Default for AuthState {
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            outbox: Outbox::default(),
            codes: Codes::default(),
            limits: Limits::default(),
            templates: Templates::default(),
            smtp: Smtp::default(),
            providers: Settings::default(),
            custom_providers: Settings::default(),
            exchange_codes: ExchangeCodes::default(),
            grants: Grants::default(),
            admin_password: format!("{:032x}", rand::random::<u128>()),
        }
    }
}
