//! Making accounts for others.

use std::fmt;

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use crate::auth::{AuthUser, Secret};
use crate::error::{Error, Result};
use crate::http::Target;

const OPERATION: &str = "admin.auth.create_user";

/// An account to make.
///
/// ```
/// use insforge::admin::auth::NewUser;
///
/// let user = NewUser::new("ada@example.com", "correct horse").name("Ada").auto_confirm(true);
/// ```
#[derive(Clone)]
#[non_exhaustive]
#[must_use]
pub struct NewUser {
    email: String,
    password: Secret,
    name: Option<String>,
    auto_confirm: bool,
}

impl NewUser {
    /// With an address that is not verified.
    pub fn new(email: impl Into<String>, password: &str) -> Self {
        Self {
            email: email.into(),
            password: password.into(),
            name: None,
            auto_confirm: false,
        }
    }

    /// The user's name, 1 to 100 characters; it becomes `name` of the profile, which anybody can read.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Whether the address counts as verified from the beginning. No mail is sent in either case.
    pub fn auto_confirm(mut self, confirm: bool) -> Self {
        self.auto_confirm = confirm;
        self
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser")
            .field("email", &self.email)
            .field("name", &self.name)
            .field("auto_confirm", &self.auto_confirm)
            .finish_non_exhaustive()
    }
}

/// An account that was made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreatedUser {
    /// The account.
    pub user: AuthUser,
    /// A live access token of the user, for [`as_user`](crate::client::Client::as_user). There is none where the project
    /// asks for verified addresses.
    pub access_token: Option<Secret>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Call<'a> {
    email: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    auto_confirm: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(default)]
    user: Option<AuthUser>,
    #[serde(default)]
    access_token: Option<Secret>,
}

impl AdminAuth {
    /// Makes an account: `POST /api/auth/users` with the admin key. It works also where sign-up is switched off.
    ///
    /// Where the project asks for verified addresses the server does not say who the new user is, and a search by the
    /// address follows.
    ///
    /// # Errors
    /// [`Conflict`](crate::error::ErrorKind::Conflict) where the address has an account,
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for an address or password that the project does not accept
    /// ([`is_weak_password`](Error::is_weak_password)).
    pub async fn create_user(&self, user: NewUser) -> Result<CreatedUser> {
        let mut target = Target::new("/api/auth/users");
        target.pair("client_type", "server");
        let call = Call {
            email: &user.email,
            password: user.password.expose(),
            name: user.name.as_deref(),
            auto_confirm: user.auto_confirm,
        };
        let body: Body = self.write(OPERATION, Method::POST, target, &call).await?;
        let made = match body.user {
            Some(user) => Some(user),
            None => self.find_user_by_email(&user.email).await?,
        };
        let user = made.ok_or_else(|| {
            Error::decode("the account was made, and the list of users does not have it")
                .with_operation(OPERATION)
        })?;
        Ok(CreatedUser {
            user,
            access_token: body.access_token,
        })
    }
}
