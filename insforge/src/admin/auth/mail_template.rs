//! The words of a project's mails.

use ::http::Method;
use serde::{Deserialize, Serialize};

use super::AdminAuth;
use crate::error::Result;
use crate::http::Target;
use crate::open_enum::open_enum;

const UPDATE: &str = "admin.auth.update_mail_template";

open_enum! {
    /// Which mail a template is for.
    pub enum MailTemplateType {
        /// Verifying an address by code.
        VerificationCode = "email-verification-code",
        /// Verifying an address by link.
        VerificationLink = "email-verification-link",
        /// Signing in by code.
        Otp = "request-otp",
        /// Choosing a new password by code.
        ResetPasswordCode = "reset-password-code",
        /// Choosing a new password by link.
        ResetPasswordLink = "reset-password-link",
    }
}

/// The words of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MailTemplate {
    /// Which mail it is.
    pub template_type: MailTemplateType,
    /// The subject.
    #[serde(default)]
    pub subject: String,
    /// The text, HTML.
    #[serde(default)]
    pub body_html: String,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
}

#[derive(Deserialize)]
struct List {
    data: Vec<MailTemplate>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    subject: &'a str,
    body_html: &'a str,
}

impl AdminAuth {
    /// Lists the words of all mails: `GET /api/auth/email-templates`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn list_mail_templates(&self) -> Result<Vec<MailTemplate>> {
        let target = Target::new("/api/auth/email-templates");
        let list: List = self.read("admin.auth.list_mail_templates", target).await?;
        Ok(list.data)
    }

    /// Changes the words of a mail: `PUT /api/auth/email-templates/{type}`.
    ///
    /// # Errors
    /// [`Invalid`](crate::error::ErrorKind::Invalid) for an unknown mail or an empty text.
    pub async fn update_mail_template(
        &self,
        template: MailTemplateType,
        subject: &str,
        body_html: &str,
    ) -> Result<MailTemplate> {
        let target = Target::new("/api/auth/email-templates")
            .segment(template.as_str())
            .map_err(|error| error.with_operation(UPDATE))?;
        let change = Change { subject, body_html };
        self.write(UPDATE, Method::PUT, target, &change).await
    }
}
