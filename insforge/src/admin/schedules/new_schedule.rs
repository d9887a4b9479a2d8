//! A schedule to make, and changes to one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;

use super::cron;
use crate::error::{Error, Result};
use crate::open_enum::open_enum;

open_enum! {
    /// How an address is called.
    pub enum ScheduleMethod {
        /// `GET`
        Get = "GET",
        /// `POST`
        Post = "POST",
        /// `PUT`
        Put = "PUT",
        /// `PATCH`
        Patch = "PATCH",
        /// `DELETE`
        Delete = "DELETE",
    }
}

/// A schedule to make: [`Schedules::create`](super::Schedules::create).
#[derive(Clone, Debug)]
#[must_use]
pub struct NewSchedule(ScheduleChange);

impl Serialize for NewSchedule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl NewSchedule {
    /// A `POST` of an address. `name` has three characters or more. `cron` is five fields of cron (minute, hour, day of the
    /// month, month, day of the week) in UTC, or `n seconds` with n from 1 to 59.
    pub fn new(name: impl Into<String>, cron: impl Into<String>, url: impl Into<String>) -> Self {
        Self(
            ScheduleChange::new()
                .name(name)
                .cron(cron)
                .url(url)
                .method(ScheduleMethod::Post),
        )
    }

    /// Another method.
    pub fn method(mut self, method: ScheduleMethod) -> Self {
        self.0 = self.0.method(method);
        self
    }

    /// One more header. `${{secrets.KEY}}` in the value stands for a secret, read when the schedule is made or changed.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0
            .headers
            .get_or_insert_default()
            .insert(name.into(), value.into());
        self
    }

    /// The body of the call, a JSON object.
    pub fn body(mut self, body: Map<String, Value>) -> Self {
        self.0 = self.0.body(body);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        self.0.check()
    }
}

/// Changes to a schedule. What is not named stays as it is.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct ScheduleChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cron_schedule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    function_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_method: Option<ScheduleMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_active: Option<bool>,
}

impl ScheduleChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its name, three characters or more.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// When; see [`NewSchedule::new`].
    pub fn cron(mut self, cron: impl Into<String>) -> Self {
        self.cron_schedule = Some(cron.into());
        self
    }

    /// What is called.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.function_url = Some(url.into());
        self
    }

    /// How it is called.
    pub fn method(mut self, method: ScheduleMethod) -> Self {
        self.http_method = Some(method);
        self
    }

    /// The headers, all of them.
    pub fn headers<K, V>(mut self, headers: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<String>,
        V: Into<String>,
    {
        let headers = headers
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        self.headers = Some(headers.collect());
        self
    }

    /// The body of the call.
    pub fn body(mut self, body: Map<String, Value>) -> Self {
        self.body = Some(body);
        self
    }

    /// Whether it is called.
    pub fn active(mut self, active: bool) -> Self {
        self.is_active = Some(active);
        self
    }

    pub(super) fn check(&self) -> Result<()> {
        if let Some(name) = self.name.as_ref().filter(|name| name.encode_utf16().count() < 3) {
            return Err(Error::request(format!(
                "{name:?} is too short for the name of a schedule: write three characters or more"
            )));
        }
        if let Some(cron) = &self.cron_schedule {
            cron::check(cron)?;
        }
        match &self.function_url {
            Some(url) => Url::parse(url)
                .map(drop)
                .map_err(|error| Error::request(format!("{url:?} is no absolute URL")).with_source(error)),
            None => Ok(()),
        }
    }
}
