//! Whether the backend answers, and which version it is.

use ::http::Method;
use serde::Deserialize;

use super::{Client, Role};
use crate::error::Result;
use crate::http::{Request, Target};

const OPERATION: &str = "client.health";

/// What a backend says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Health {
    /// `ok`.
    #[serde(default)]
    pub status: String,
    /// Its version, such as `2.3.1`; empty where the server does not know, as one that npm has not started.
    #[serde(default)]
    pub version: String,
    /// Its name.
    #[serde(default)]
    pub service: String,
    /// Its time, ISO 8601.
    #[serde(default)]
    pub timestamp: String,
}

impl Health {
    /// The version in numbers: major, minor, patch. What follows a hyphen or a plus sign is left out; `None` where it is
    /// written in another way.
    ///
    /// ```no_run
    /// # async fn demo(client: insforge::Client) -> insforge::Result<()> {
    /// if client.health().await?.version_numbers().is_some_and(|version| version < (2, 3, 0)) {
    ///     eprintln!("this program was tested with InsForge 2.3");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn version_numbers(&self) -> Option<(u64, u64, u64)> {
        let plain = self.version.trim().trim_start_matches('v');
        let mut numbers = plain.split(['-', '+']).next()?.splitn(3, '.');
        let mut next = || numbers.next()?.parse().ok();
        Some((next()?, next()?, next()?))
    }
}

impl<R: Role> Client<R> {
    /// Asks whether the backend answers, and which version it is: `GET /api/health`. No credential is sent and no session
    /// renewed.
    ///
    /// # Errors
    /// Those of the way to the server.
    pub async fn health(&self) -> Result<Health> {
        let request =
            Request::new(OPERATION, Method::GET, Target::new("/api/health").finish()).without_credential();
        self.caller.send(request).await?.decode(OPERATION)
    }
}

#[cfg(test)]
mod tests {
    use super::Health;

    #[test]
    fn versions_are_numbers_that_compare() {
        let of = |version: &str| Health {
            status: "ok".into(),
            version: version.into(),
            service: String::new(),
            timestamp: String::new(),
        };
        for (version, numbers) in [
            ("2.3.1", Some((2, 3, 1))),
            ("v2.10.0-rc.1", Some((2, 10, 0))),
            ("2.3", None),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(of(version).version_numbers(), numbers, "{version}");
        }
        assert!(of("2.10.0").version_numbers() > of("2.9.9").version_numbers());
    }
}
