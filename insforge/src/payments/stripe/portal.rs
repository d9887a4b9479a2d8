//! Stripe's page on which customers keep their subscriptions.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::subject::check_url;
use super::super::{Env, Payer, Subject, write};
use super::Stripe;
use crate::client::Role;
use crate::error::Result;
use crate::http::json_call;
use crate::open_enum::open_enum;

const OPERATION: &str = "payments.stripe.create_customer_portal_session";

open_enum! {
    /// How a visit to the portal stands.
    pub enum PortalStatus {
        /// It is being set up.
        Initialized = "initialized",
        /// The page is there.
        Created = "created",
        /// It could not be set up.
        Failed = "failed",
    }
}

/// A visit to Stripe's customer portal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomerPortalSession {
    /// The project's id of it, a UUID.
    pub id: String,
    /// In which world.
    pub environment: Env,
    /// How it stands.
    pub status: PortalStatus,
    /// The sort of its subject.
    #[serde(default)]
    pub subject_type: Option<String>,
    /// The id of its subject.
    #[serde(default)]
    pub subject_id: Option<String>,
    /// Stripe's id of the customer.
    #[serde(default)]
    pub customer_id: Option<String>,
    /// Where the user comes back to.
    #[serde(default)]
    pub return_url: Option<String>,
    /// Stripe's id of the portal's configuration.
    #[serde(default)]
    pub configuration: Option<String>,
    /// Where the page is: send the user there.
    #[serde(default)]
    pub url: Option<String>,
    /// Why it failed.
    #[serde(default)]
    pub last_error: Option<String>,
    /// When it was made, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
    /// When it was last changed, ISO 8601.
    #[serde(default)]
    pub updated_at: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    subject: &'a Subject,
    #[serde(skip_serializing_if = "Option::is_none")]
    return_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    customer_portal_session: CustomerPortalSession,
}

impl<R: Role> Stripe<R> {
    /// Makes a page on which a signed-in user keeps the subscriptions of a subject:
    /// `POST /api/payments/stripe/{env}/customer-portal-sessions`. `return_url` is where the user comes back to.
    ///
    /// ```no_run
    /// use insforge::payments::{Env, Subject};
    ///
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// let stripe = client.payments().stripe(Env::Live);
    /// let team = Subject::new("team", "42");
    /// let page = stripe.create_customer_portal_session(&team, Some("https://app.example.com/account")).await?;
    /// println!("send the user to {:?}", page.url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where the subject has never paid,
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) where nobody is signed in,
    /// [`Forbidden`](crate::ErrorKind::Forbidden) where a policy refuses the subject.
    pub async fn create_customer_portal_session(
        &self,
        subject: &Subject,
        return_url: Option<&str>,
    ) -> Result<CustomerPortalSession>
    where
        R: Payer,
    {
        self.open_portal(subject, return_url, None).await
    }

    /// As [`create_customer_portal_session`](Self::create_customer_portal_session), with a configuration of the portal by
    /// its id at Stripe.
    ///
    /// # Errors
    /// The same, and [`Invalid`](crate::ErrorKind::Invalid) where Stripe knows no such configuration.
    pub async fn create_configured_portal_session(
        &self,
        subject: &Subject,
        return_url: Option<&str>,
        configuration: &str,
    ) -> Result<CustomerPortalSession>
    where
        R: Payer,
    {
        self.open_portal(subject, return_url, Some(configuration)).await
    }

    async fn open_portal(
        &self,
        subject: &Subject,
        return_url: Option<&str>,
        configuration: Option<&str>,
    ) -> Result<CustomerPortalSession> {
        let build = || {
            subject.check()?;
            return_url.map_or(Ok(()), |url| check_url("return_url", url))?;
            let body = Body {
                subject,
                return_url,
                configuration,
            };
            json_call(
                OPERATION,
                Method::POST,
                self.target(&["customer-portal-sessions"])?,
                &body,
            )
        };
        let answer: Answer = write(&self.caller, OPERATION, build()).await?;
        Ok(answer.customer_portal_session)
    }
}
