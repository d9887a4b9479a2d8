//! E-mail from the project: [`Client::emails`](crate::client::Client::emails).
//!
//! Administrators and every signed-in user may send a mail, to any address: what a user must not send has to go through a
//! server of yours. Mails have an HTML body, and neither a text part nor attachments. The codes and links of sign-up and
//! password resets are mails of the server's own; see [`auth`](crate::auth).

use ::http::Method;
use serde::Serialize;

use crate::error::{Error, Result};
use crate::http::{Caller, Request, json_call};

const OPERATION: &str = "emails.send";

/// The most addresses a field may have.
const RECIPIENTS: usize = 50;
/// The longest subject, in UTF-16 units as the server counts.
const SUBJECT: usize = 500;
/// The longest name of a sender.
const SENDER: usize = 100;

/// One address or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Recipients(Vec<String>);

impl From<&str> for Recipients {
    fn from(address: &str) -> Self {
        Self(vec![address.to_owned()])
    }
}

impl From<String> for Recipients {
    fn from(address: String) -> Self {
        Self(vec![address])
    }
}

impl<T: Into<String>> From<Vec<T>> for Recipients {
    fn from(addresses: Vec<T>) -> Self {
        Self(addresses.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Recipients {
    fn from(addresses: [T; N]) -> Self {
        Self(addresses.into_iter().map(Into::into).collect())
    }
}

impl Recipients {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A mail. There is no text part, and there are no attachments.
///
/// ```
/// use insforge::email::Email;
///
/// let mail = Email::new("ada@example.com", "Your order", "<p>It is on its way.</p>")
///     .cc(["sales@example.com", "stock@example.com"])
///     .reply_to("orders@example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct Email {
    to: Recipients,
    subject: String,
    html: String,
    #[serde(skip_serializing_if = "Recipients::is_empty")]
    cc: Recipients,
    #[serde(skip_serializing_if = "Recipients::is_empty")]
    bcc: Recipients,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<String>,
}

impl Email {
    /// A mail to one address or several, with a body in HTML.
    pub fn new(to: impl Into<Recipients>, subject: impl Into<String>, html: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            subject: subject.into(),
            html: html.into(),
            cc: Recipients::default(),
            bcc: Recipients::default(),
            from: None,
            reply_to: None,
        }
    }

    /// Who gets a copy.
    pub fn cc(mut self, addresses: impl Into<Recipients>) -> Self {
        self.cc = addresses.into();
        self
    }

    /// Who gets a copy that the others do not see.
    pub fn bcc(mut self, addresses: impl Into<Recipients>) -> Self {
        self.bcc = addresses.into();
        self
    }

    /// The sender's name; the address is the project's. A mail server of the project's own (SMTP) ignores it.
    pub fn from(mut self, name: impl Into<String>) -> Self {
        self.from = Some(name.into());
        self
    }

    /// Where answers go.
    pub fn reply_to(mut self, address: impl Into<String>) -> Self {
        self.reply_to = Some(address.into());
        self
    }

    fn check(&self) -> Result<()> {
        if self.to.is_empty() {
            return Err(Error::request("a mail needs at least one address it goes to"));
        }
        for (field, addresses) in [("to", &self.to.0), ("cc", &self.cc.0), ("bcc", &self.bcc.0)] {
            if addresses.len() > RECIPIENTS {
                return Err(Error::request(format!(
                    "{field} has {} addresses, and {RECIPIENTS} are allowed; send several mails",
                    addresses.len()
                )));
            }
            for address in addresses {
                check_address(field, address)?;
            }
        }
        if let Some(address) = &self.reply_to {
            check_address("reply_to", address)?;
        }
        check_line("subject", &self.subject, SUBJECT)?;
        if let Some(name) = &self.from {
            check_line("from", name, SENDER)?;
        }
        if self.html.trim().is_empty() {
            return Err(Error::request("the mail has no body; give some HTML"));
        }
        Ok(())
    }
}

/// Refuses what is no address at a glance; the mail server has the last word.
fn check_address(field: &str, address: &str) -> Result<()> {
    let plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"<>,;\"()".contains(&byte));
    let parts = address.split_once('@').filter(|(local, domain)| {
        !local.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() > 1
            && domain.split('.').all(|label| !label.is_empty())
    });
    if plain && parts.is_some() {
        return Ok(());
    }
    Err(Error::request(format!(
        "{address:?} in {field} is no e-mail address; write it like ada@example.com, without a name"
    )))
}

fn check_line(field: &str, text: &str, limit: usize) -> Result<()> {
    let length = text.encode_utf16().count();
    if text.trim().is_empty() {
        Err(Error::request(format!("the {field} is empty")))
    } else if length > limit {
        Err(Error::request(format!(
            "the {field} has {length} characters, and {limit} are allowed"
        )))
    } else if text.contains(char::is_control) {
        Err(Error::request(format!(
            "the {field} has a line end or another control character"
        )))
    } else {
        Ok(())
    }
}

/// Sends mails; made by [`Client::emails`](crate::client::Client::emails).
#[derive(Clone, Debug)]
pub struct Emails {
    caller: Caller,
}

impl Emails {
    pub(crate) fn new(caller: Caller) -> Self {
        Self { caller }
    }

    /// Sends a mail: `POST /api/email/send-raw`. Users who are signed in and the administrator may, to any address. A
    /// mail is sent once: where no answer comes, whether it went out is unknown.
    ///
    /// ```no_run
    /// use insforge::email::Email;
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// client.emails().send(Email::new("ada@example.com", "Hello", "<b>Hello!</b>")).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a mail that cannot be sent, before anything leaves;
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`NotConfigured`](crate::ErrorKind::NotConfigured) where the project has no mail server,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) where its plan has no mails,
    /// [`RateLimited`](crate::ErrorKind::RateLimited), [`Server`](crate::ErrorKind::Server) where the mail server fails.
    pub async fn send(&self, email: Email) -> Result<()> {
        // The answer is an empty object that may one day say more.
        self.caller.send(self.to_request(&email)?).await?;
        Ok(())
    }

    /// The call that [`send`](Self::send) makes. Nothing is sent.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) for a mail that cannot be sent.
    pub fn to_request(&self, email: &Email) -> Result<Request> {
        email.check().map_err(|error| error.with_operation(OPERATION))?;
        json_call(OPERATION, Method::POST, "/api/email/send-raw", email)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mail_has_the_form_of_the_wire() {
        let mail = Email::new(
            ["a@fixtures.insforge.dev", "b@fixtures.insforge.dev"],
            "Fixture",
            "<b>hi</b>",
        )
        .cc("c@fixtures.insforge.dev")
        .bcc(vec!["d@fixtures.insforge.dev"])
        .from("Sender")
        .reply_to("r@fixtures.insforge.dev");
        assert!(mail.check().is_ok());
        assert_eq!(
            serde_json::to_value(mail).unwrap(),
            json!({"to": ["a@fixtures.insforge.dev", "b@fixtures.insforge.dev"], "cc": ["c@fixtures.insforge.dev"],
                "bcc": ["d@fixtures.insforge.dev"], "subject": "Fixture", "html": "<b>hi</b>", "from": "Sender",
                "replyTo": "r@fixtures.insforge.dev"})
        );
        let bare = serde_json::to_value(Email::new("a@b.de", "s", "h")).unwrap();
        assert_eq!(bare, json!({"to": ["a@b.de"], "subject": "s", "html": "h"}));
    }

    #[test]
    fn what_cannot_be_sent_is_refused_with_the_reason() {
        let to = |address: &str| Email::new(address, "s", "h");
        let many = vec!["a@b.de"; 51];
        for (mail, words) in [
            (Email::new(Vec::<String>::new(), "s", "h"), "at least one address"),
            (to("nope"), "\"nope\" in to"),
            (to("a@b"), "no e-mail address"),
            (to("a@b..de"), "no e-mail address"),
            (to("a@b@c.de"), "no e-mail address"),
            (to("Ada <a@b.de>"), "without a name"),
            (to("a@b.de\r\nBcc: x@y.z"), "no e-mail address"),
            (to("a@b.de").cc("x"), "in cc"),
            (to("a@b.de").bcc(many.clone()), "bcc has 51"),
            (Email::new(many, "s", "h"), "to has 51"),
            (to("a@b.de").reply_to(""), "in reply_to"),
            (Email::new("a@b.de", " ", "h"), "subject is empty"),
            (Email::new("a@b.de", "s\nBcc: x@y.z", "h"), "line end"),
            (Email::new("a@b.de", "😀".repeat(251), "h"), "502 characters"),
            (Email::new("a@b.de", "s", " "), "no body"),
            (to("a@b.de").from("x".repeat(101)), "101 characters"),
        ] {
            let error = mail.check().unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
        }
        assert!(
            Email::new("o'neil+x@sub.example.com", "ü".repeat(500), "h")
                .check()
                .is_ok()
        );
    }
}
