//! What a browser brings back from a mail's link or from a provider.

use url::Url;

use super::Secret;
use crate::error::{Error, Result};
use crate::open_enum::open_enum;

open_enum! {
    /// What a link of a mail was for (`insforge_type`).
    pub enum LinkType {
        /// Verifying an address.
        VerifyEmail = "verify_email",
        /// Choosing a new password.
        ResetPassword = "reset_password",
    }
}

/// What the query of a URL says that InsForge redirected a browser to.
///
/// ```
/// use insforge::auth::AuthRedirect;
///
/// let url = "https://my.app/welcome?insforge_status=success&insforge_type=verify_email";
/// match AuthRedirect::parse(url)? {
///     Some(AuthRedirect::EmailVerified) => println!("thank you; please sign in"),
///     Some(AuthRedirect::LinkFailed { message, .. }) => println!("the link did not work: {message}"),
///     Some(AuthRedirect::ResetPasswordReady { token }) => println!("{token:?} is for reset_password"),
///     Some(AuthRedirect::OAuthCode { code }) => println!("{code:?} is for exchange_oauth_code"),
///     Some(AuthRedirect::OAuthFailed { message }) => println!("no sign-in: {message}"),
///     _ => println!("an ordinary visit"),
/// }
/// # Ok::<(), insforge::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum AuthRedirect {
    /// The address is verified. Nobody is signed in by it.
    EmailVerified,
    /// The user may choose a new password.
    ///
    /// The server says so of a used link too; [`reset_password`](super::Auth::reset_password) then says that the token
    /// is.
    ResetPasswordReady {
        /// The token for [`reset_password`](super::Auth::reset_password).
        token: Secret,
    },
    /// The link of the mail is used, expired or mangled.
    LinkFailed {
        /// What the link was for.
        link: LinkType,
        /// What the server says (`insforge_error`); empty where it says nothing.
        message: String,
    },
    /// The provider knows the user.
    OAuthCode {
        /// The code for [`exchange_oauth_code`](super::Auth::exchange_oauth_code): valid once, for 5 minutes.
        code: Secret,
    },
    /// The provider, or InsForge, did not let the user in.
    OAuthFailed {
        /// What it says.
        message: String,
    },
    /// Something that a newer server does.
    Other {
        /// What the link was for.
        link: LinkType,
        /// How it went (`insforge_status`).
        status: String,
    },
}

impl AuthRedirect {
    /// Reads the query of a URL, given whole or from the `?` on. `None` for a URL that InsForge has added nothing to.
    ///
    /// A parameter `error` counts as InsForge's where no other says more, since a failed OAuth sign-in brings nothing
    /// else; an app that uses the name for itself should call this on its redirect page only.
    ///
    /// # Errors
    /// [`ErrorKind::Request`](crate::error::ErrorKind::Request) for text that is no URL, and for parameters that
    /// contradict each other: a code given twice, a password reset that is ready without a token.
    pub fn parse(url: &str) -> Result<Option<Self>> {
        let refuse = |message: &'static str| Error::request(message).with_operation("auth.redirect");
        let query = match url.strip_prefix('?') {
            Some(query) => query.split('#').next().unwrap_or_default().to_owned(),
            None => Url::parse(url)
                .map_err(|error| {
                    refuse("this is no absolute URL and no query from the `?` on").with_source(error)
                })?
                .query()
                .unwrap_or_default()
                .to_owned(),
        };
        let mut found = Parameters::default();
        for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let place = match &*key {
                "insforge_status" => &mut found.status,
                "insforge_type" => &mut found.link,
                "insforge_error" => &mut found.message,
                "insforge_code" => &mut found.code,
                "token" => &mut found.token,
                "error" => &mut found.error,
                _ => continue,
            };
            // `error` and `token` may also be the app's own.
            if place.is_some() && key.starts_with("insforge_") {
                return Err(refuse("a parameter of InsForge's is in the URL twice"));
            }
            place.get_or_insert_with(|| value.into_owned());
        }
        found.read().map_err(refuse)
    }
}

#[derive(Default)]
struct Parameters {
    status: Option<String>,
    link: Option<String>,
    message: Option<String>,
    code: Option<String>,
    token: Option<String>,
    error: Option<String>,
}

impl Parameters {
    fn read(self) -> Result<Option<AuthRedirect>, &'static str> {
        if let Some(code) = self.code {
            if code.is_empty() {
                return Err("insforge_code is empty");
            }
            return Ok(Some(AuthRedirect::OAuthCode { code: code.into() }));
        }
        let Some(status) = self.status else {
            return Ok(self.error.map(|message| AuthRedirect::OAuthFailed { message }));
        };
        let link = LinkType::from(self.link.as_deref().unwrap_or_default());
        Ok(Some(match (status.as_str(), &link) {
            ("success", LinkType::VerifyEmail) => AuthRedirect::EmailVerified,
            ("ready", LinkType::ResetPassword) => match self.token.filter(|token| !token.is_empty()) {
                Some(token) => AuthRedirect::ResetPasswordReady { token: token.into() },
                None => {
                    return Err("the password may be reset, says the URL, and the token for it is missing");
                }
            },
            ("error", _) => AuthRedirect::LinkFailed {
                link,
                message: self.message.unwrap_or_default(),
            },
            _ => AuthRedirect::Other { link, status },
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        format!("{:?}", AuthRedirect::parse(url).unwrap())
    }

    #[test]
    fn reads_each_way_back() {
        for (query, expected) in [
            (
                "?insforge_status=success&insforge_type=verify_email",
                "Some(EmailVerified)",
            ),
            (
                "?insforge_status=ready&insforge_type=reset_password&token=canary",
                "Some(ResetPasswordReady { token: Secret(<redacted>) })",
            ),
            (
                "?insforge_status=error&insforge_type=reset_password&insforge_error=Too+late%21",
                "Some(LinkFailed { link: ResetPassword, message: \"Too late!\" })",
            ),
            (
                "?a=1&insforge_code=canary#top",
                "Some(OAuthCode { code: Secret(<redacted>) })",
            ),
            (
                "?error=access_denied",
                "Some(OAuthFailed { message: \"access_denied\" })",
            ),
            (
                "?insforge_status=waiting&insforge_type=new_thing",
                "Some(Other { link: Other(\"new_thing\"), status: \"waiting\" })",
            ),
            ("?page=2&token=abc", "None"),
        ] {
            assert_eq!(shown(query), expected);
            let whole = format!("myapp://cb{query}");
            assert_eq!(shown(&whole), expected);
        }
    }

    #[test]
    fn contradictions_are_refused_and_not_repeated() {
        for url in [
            "no url: canary",
            "?insforge_code=canary&insforge_code=canary2",
            "?insforge_code=",
            "?insforge_status=ready&insforge_type=reset_password",
        ] {
            let error = AuthRedirect::parse(url).unwrap_err();
            assert_eq!(error.kind(), crate::error::ErrorKind::Request, "{url}");
            assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        }
    }
}
