//! The query of a request.

use axum::http::StatusCode;

use super::names;
use crate::reply::Failure;

/// The parameters of a query, decoded, in their order.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn read(text: Option<&str>) -> Self {
        Self(
            url::form_urlencoded::parse(text.unwrap_or_default().as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The first value under this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A number within bounds, or what stands for it where there is none; `Err` holds the complaint.
    pub(crate) fn number(&self, name: &str, default: i64, least: i64, most: i64) -> Result<i64, Failure> {
        let Some(text) = self.get(name) else {
            return Ok(default);
        };
        let complain = |what: String| Err(Failure::invalid_input(format!("{name}: {what}")));
        match text.parse::<i64>() {
            Err(_) => complain("Expected number, received nan".to_owned()),
            Ok(number) if number < least => {
                complain(format!("Number must be greater than or equal to {least}"))
            }
            Ok(number) if number > most => complain(format!("Number must be less than or equal to {most}")),
            Ok(number) => Ok(number),
        }
    }

    /// The schema that is asked about; `public` unless one is named.
    pub(crate) fn schema(&self) -> Result<String, Failure> {
        let name = self.get("schema").unwrap_or_default().trim();
        if name.is_empty() {
            return Ok("public".to_owned());
        }
        names::check(name, "schema")?;
        if name == "information_schema" || name.starts_with("pg_") {
            return Err(Failure::new(
                StatusCode::BAD_REQUEST,
                "INVALID_INPUT",
                format!("Schema \"{name}\" is not available in the dashboard."),
            )
            .hint("Internal PostgreSQL and platform schemas cannot be queried from the dashboard."));
        }
        Ok(name.to_owned())
    }
}
