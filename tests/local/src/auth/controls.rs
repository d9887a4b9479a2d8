use std::sync::Arc;

use super::id_token::{APPLE, Claims, GOOGLE};
use super::third_party::sha256_hex;
use super::{admin_session, tokens};
use crate::app::App;
use crate::error::Error;

/// What a test may do to the sign-in of a local InsForge; [`Local::auth`](crate::Local::auth) gives it.
#[derive(Clone)]
pub struct AuthControls {
    app: Arc<App>,
}

impl AuthControls {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// Ends the life of every code and link that has been mailed and of every OAuth code that is out.
    pub fn expire_codes(&self) {
        self.app.auth.codes.expire();
        self.app.auth.exchange_codes.expire();
    }

    /// Whether an address is sent one mail a minute only, as the backend does it. On at the start; setting it forgets the
    /// mails so far.
    pub fn mail_cooldown(&self, on: bool) {
        self.app.auth.limits.cooldown(on);
    }

    /// Whether mails, wrong codes and ID tokens are counted as the backend counts them for each machine: 5, 10 and 30 in
    /// 15 minutes. Off at the start, since here every caller is the same machine; setting it starts the count anew.
    pub fn limit_machine(&self, on: bool) {
        self.app.auth.limits.by_machine(on);
    }

    /// The name and password of the dashboard's administrator.
    pub fn administrator(&self) -> (&str, &str) {
        (admin_session::USERNAME, &self.app.auth.admin_password)
    }

    /// An ID token as Google would issue it to the app `client_id`, valid for an hour. It is accepted once Google is set
    /// up with that id.
    ///
    /// # Errors
    ///
    /// If it cannot be signed.
    pub fn google_id_token(&self, client_id: &str, email: &str, name: &str) -> Result<String, Error> {
        self.id_token(GOOGLE, client_id, email, Some(name), None)
    }

    /// An ID token as Apple would issue it to the app `client_id` for the raw `nonce`, valid for an hour.
    ///
    /// # Errors
    ///
    /// If it cannot be signed.
    pub fn apple_id_token(&self, client_id: &str, email: &str, nonce: &str) -> Result<String, Error> {
        self.id_token(APPLE, client_id, email, None, Some(sha256_hex(nonce)))
    }

    fn id_token(
        &self,
        issuer: &str,
        client_id: &str,
        email: &str,
        name: Option<&str>,
        nonce: Option<String>,
    ) -> Result<String, Error> {
        let claims = Claims {
            iss: issuer.to_owned(),
            aud: client_id.to_owned(),
            sub: format!("fake|{email}"),
            email: email.to_owned(),
            name: name.map(str::to_owned),
            nonce,
            exp: tokens::now() + 3600,
        };
        self.app
            .tokens
            .sign_own(&claims)
            .map_err(|failure| Error::Internal(failure.message))
    }
}

impl std::fmt::Debug for AuthControls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthControls").finish_non_exhaustive()
    }
}
