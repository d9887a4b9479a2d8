//! The project's anon key, read with the admin key.

use ::http::Method;
use serde::Deserialize;

use super::AdminAuth;
use crate::auth::Secret;
use crate::error::Result;
use crate::http::{Request, Target};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    access_token: Secret,
}

impl AdminAuth {
    /// Reads the project's anon key: `POST /api/auth/tokens/anon`. It makes none.
    ///
    /// Backend 2.3 calls the route deprecated and names `GET /api/metadata/anon-key` in its place.
    ///
    /// # Errors
    /// [`NotFound`](crate::error::ErrorKind::NotFound) on a server that has given the route up.
    pub async fn get_anon_token(&self) -> Result<Secret> {
        let target = Target::new("/api/auth/tokens/anon").finish();
        // The route writes nothing in spite of its method.
        let request = Request::new("admin.auth.get_anon_token", Method::POST, target)
            .secret_answer()
            .idempotent(true);
        Ok(self.call::<Body>(request).await?.access_token)
    }
}
