//! A service to make, and changes to one.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{ComputeProvider, Ingress, ServiceProtocol};

/// What both have. `Debug` does not show the environment's values.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    env_vars: Option<BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<ServiceProtocol>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ingress: Option<Ingress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale_to_zero: Option<bool>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("image_url", &self.image_url)
            .field("port", &self.port)
            .field("cpu", &self.cpu)
            .field("memory", &self.memory)
            .field(
                "env_vars",
                &self.env_vars.as_ref().map(|all| all.keys().collect::<Vec<_>>()),
            )
            .finish_non_exhaustive()
    }
}

macro_rules! setters {
    () => {
        /// Its image, such as `ghcr.io/me/worker:1`.
        pub fn image(mut self, url: impl Into<String>) -> Self {
            self.settings.image_url = Some(url.into());
            self
        }

        /// The kind of its processors: `shared-1x`, `performance-8x`.
        pub fn cpu(mut self, kind: impl Into<String>) -> Self {
            self.settings.cpu = Some(kind.into());
            self
        }

        /// Its memory in mebibytes: 256, 512, 1024, 2048, 4096 or 8192.
        pub fn memory(mut self, mebibytes: u32) -> Self {
            self.settings.memory = Some(mebibytes);
            self
        }

        /// Where it runs, such as `iad`.
        pub fn region(mut self, region: impl Into<String>) -> Self {
            self.settings.region = Some(region.into());
            self
        }

        /// What it speaks.
        pub fn protocol(mut self, protocol: ServiceProtocol) -> Self {
            self.settings.protocol = Some(protocol);
            self
        }

        /// How it is reached.
        pub fn ingress(mut self, ingress: Ingress) -> Self {
            self.settings.ingress = Some(ingress);
            self
        }

        /// Whether it stops while nobody uses it.
        pub fn scale_to_zero(mut self, stops: bool) -> Self {
            self.settings.scale_to_zero = Some(stops);
            self
        }
    };
}

/// A service to make.
#[derive(Clone, Debug, Serialize)]
#[must_use]
pub struct NewService {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<ComputeProvider>,
    #[serde(flatten)]
    settings: Settings,
}

impl NewService {
    /// `name` has lower-case letters, digits and hyphens, up to 63. `port` is where it listens.
    pub fn new(name: impl Into<String>, port: u16) -> Self {
        Self {
            name: name.into(),
            provider: None,
            settings: Settings {
                port: Some(port),
                ..Settings::default()
            },
        }
    }

    /// Who runs it.
    pub fn provider(mut self, provider: ComputeProvider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// One more variable of its environment. The name has capital letters, digits and underscores.
    pub fn env_var(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings
            .env_vars
            .get_or_insert_default()
            .insert(key.into(), value.into());
        self
    }

    setters!();
}

/// Changes to a service. What is not named stays as it is.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct ServiceChange {
    #[serde(flatten)]
    settings: Settings,
    #[serde(skip_serializing_if = "Patch::is_empty")]
    env_vars_patch: Patch,
}

#[derive(Clone, Default, Serialize)]
struct Patch {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    set: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unset: Vec<String>,
}

impl Patch {
    fn is_empty(&self) -> bool {
        self.set.is_empty() && self.unset.is_empty()
    }
}

impl fmt::Debug for ServiceChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceChange")
            .field("settings", &self.settings)
            .field("set", &self.env_vars_patch.set.keys().collect::<Vec<_>>())
            .field("unset", &self.env_vars_patch.unset)
            .finish()
    }
}

impl ServiceChange {
    /// Nothing named yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where it listens.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.port = Some(port);
        self
    }

    /// Sets a variable of its environment; the others stay.
    pub fn set_env_var(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.env_vars_patch.set.insert(key.into(), value.into());
        self
    }

    /// Takes a variable out of its environment; the others stay.
    pub fn unset_env_var(mut self, key: impl Into<String>) -> Self {
        self.env_vars_patch.unset.push(key.into());
        self
    }

    setters!();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_environment_are_sent_and_not_shown() {
        let new = NewService::new("worker", 80)
            .image("x:1")
            .env_var("KEY", "canary");
        let change = ServiceChange::new()
            .set_env_var("KEY", "canary")
            .unset_env_var("OLD");
        assert_eq!(
            serde_json::to_string(&new).unwrap(),
            r#"{"name":"worker","imageUrl":"x:1","port":80,"envVars":{"KEY":"canary"}}"#
        );
        assert_eq!(
            serde_json::to_string(&change).unwrap(),
            r#"{"envVarsPatch":{"set":{"KEY":"canary"},"unset":["OLD"]}}"#
        );
        assert!(!format!("{new:?} {change:?}").contains("canary"));
    }
}
