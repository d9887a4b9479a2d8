//! Issues that are to be left out.

use ::http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Advisor;
use crate::admin::calls::place;
use crate::error::Result;
use crate::null_is_default::null_is_default;
use crate::open_enum::open_enum;

const PATH: &str = "/api/advisor/suppressions";
const LIST: &str = "admin.advisor.suppressions";
const CREATE: &str = "admin.advisor.suppress";
const DELETE: &str = "admin.advisor.unsuppress";

open_enum! {
    /// How much is left out.
    pub enum SuppressionScope {
        /// What a rule finds about one object.
        Instance = "instance",
        /// Everything that a rule finds.
        Rule = "rule",
    }

    /// Why it is left out.
    pub enum SuppressionReason {
        /// The rule is wrong here.
        FalsePositive = "false_positive",
        /// It is known and accepted.
        AcceptedRisk = "accepted_risk",
        /// It will stay so.
        WontFix = "wont_fix",
        /// The note says why.
        Another = "other",
    }
}

/// Something that is left out.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Suppression {
    /// Its id, a UUID.
    pub id: String,
    /// The rule.
    #[serde(default)]
    pub rule_id: String,
    /// The object, where it is about one.
    #[serde(default)]
    pub affected_object: Option<String>,
    /// How much is left out.
    pub scope: SuppressionScope,
    /// Why.
    pub reason: SuppressionReason,
    /// More about why.
    #[serde(default)]
    pub note: Option<String>,
    /// Since when, ISO 8601.
    #[serde(default)]
    pub created_at: Option<String>,
}

/// Something to leave out.
///
/// ```
/// use insforge::admin::advisor::{NewSuppression, SuppressionReason};
///
/// let one = NewSuppression::of_object("rls_disabled", "public.countries", SuppressionReason::AcceptedRisk)
///     .note("anybody may read it");
/// let all = NewSuppression::of_rule("unused_index", SuppressionReason::WontFix);
/// # let _ = (one, all);
/// ```
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct NewSuppression {
    rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    affected_object: Option<String>,
    scope: SuppressionScope,
    reason: SuppressionReason,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl NewSuppression {
    /// What a rule finds about one object, written as the issue has it.
    pub fn of_object(
        rule_id: impl Into<String>,
        object: impl Into<String>,
        reason: SuppressionReason,
    ) -> Self {
        Self {
            rule_id: rule_id.into(),
            affected_object: Some(object.into()),
            scope: SuppressionScope::Instance,
            reason,
            note: None,
        }
    }

    /// Everything that a rule finds.
    pub fn of_rule(rule_id: impl Into<String>, reason: SuppressionReason) -> Self {
        Self {
            rule_id: rule_id.into(),
            affected_object: None,
            scope: SuppressionScope::Rule,
            reason,
            note: None,
        }
    }

    /// More about why, at most 1000 characters; [`SuppressionReason::Another`] needs it.
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }
}

#[derive(Deserialize)]
struct Suppressions {
    #[serde(default, deserialize_with = "null_is_default")]
    suppressions: Vec<Suppression>,
}

impl Advisor {
    /// Lists what is left out: `GET /api/advisor/suppressions`.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn suppressions(&self) -> Result<Vec<Suppression>> {
        let list: Suppressions = self.calls.get(LIST, PATH).await?;
        Ok(list.suppressions)
    }

    /// Leaves something out: `POST /api/advisor/suppressions`.
    ///
    /// # Errors
    /// [`Invalid`](crate::ErrorKind::Invalid) for texts that are empty or too long.
    pub async fn suppress(&self, new: NewSuppression) -> Result<Suppression> {
        self.calls.write(CREATE, Method::POST, PATH, &new).await
    }

    /// Leaves it out no longer: `DELETE /api/advisor/suppressions/{id}`.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is none of this id, [`Invalid`](crate::ErrorKind::Invalid)
    /// where the id is no UUID.
    pub async fn unsuppress(&self, id: &str) -> Result<()> {
        self.calls
            .delete::<Value>(DELETE, place(DELETE, PATH, id)?)
            .await
            .map(drop)
    }
}
