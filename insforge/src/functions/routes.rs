//! Where a function is called: at the functions' own host, or by the project's route.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::http::BaseUrl;

/// As many slugs are remembered; those of a program are far fewer.
const REMEMBERED: usize = 10_000;

/// How the address of the functions' host is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The program has given it.
    Configured,
    /// The project has told it.
    Learned,
    /// Guessed from the project's own address; there may be no such host.
    Derived,
}

/// What a client knows about the way to functions. Clients made from one another share it.
#[derive(Clone, Default)]
pub(crate) struct Routes(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    host: Option<(BaseUrl, Origin)>,
    /// Functions that the host does not know.
    elsewhere: HashSet<String>,
}

impl Routes {
    /// The functions' host that was given, or the one that follows from the project's address.
    pub(crate) fn new(base: &BaseUrl, configured: Option<BaseUrl>) -> Self {
        let host = match configured {
            Some(host) => Some((host, Origin::Configured)),
            None => derive(base).map(|host| (host, Origin::Derived)),
        };
        let elsewhere = HashSet::new();
        Self(Arc::new(Mutex::new(Known { host, elsewhere })))
    }

    /// Takes the address that the project tells. One that the program has given stays.
    pub(crate) fn learn(&self, host: BaseUrl) {
        let mut known = self.lock();
        if !matches!(known.host, Some((_, Origin::Configured))) {
            known.host = Some((host, Origin::Learned));
            known.elsewhere.clear();
        }
    }

    /// The address of a function at the functions' host, unless the host is known not to have it.
    pub(super) fn direct(&self, slug: &str) -> Option<(BaseUrl, Origin)> {
        let known = self.lock();
        let host = known.host.clone()?;
        (!known.elsewhere.contains(slug)).then_some(host)
    }

    /// The host does not know this function: from now on it is called by the project's route.
    pub(super) fn not_there(&self, slug: &str) {
        let mut known = self.lock();
        if known.elsewhere.len() < REMEMBERED {
            known.elsewhere.insert(slug.to_owned());
        }
    }

    /// There is no such host.
    pub(super) fn no_host(&self) {
        self.lock().host = None;
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.lock();
        f.debug_struct("Routes")
            .field("host", &known.host)
            .field("elsewhere", &known.elsewhere.len())
            .finish()
    }
}

/// `https://abc.insforge.app` has its functions at `https://abc.functions.insforge.app`, as the other SDKs assume.
fn derive(base: &BaseUrl) -> Option<BaseUrl> {
    let url = Url::parse(base.as_str()).ok()?;
    let label = url.host_str()?.strip_suffix(".insforge.app")?.split('.').next()?;
    BaseUrl::parse(&format!("https://{label}.functions.insforge.app"), false).ok()
}

/// Reads the address of the functions' host as the project tells it.
pub(super) fn told(text: &str, base: &BaseUrl) -> Result<BaseUrl> {
    // A project on plain http is on this machine or on a trusted network, and so are its functions.
    BaseUrl::parse(text, !base.is_https())
}

/// Whether an error means that the host's router, and not the function, answered 404: the function has not run.
pub(super) fn is_unknown_there(error: &Error, origin: Origin) -> bool {
    if error.kind() == ErrorKind::Connect {
        return origin == Origin::Derived;
    }
    if error.status() != Some(404) {
        return false;
    }
    let body = error.function_bytes().unwrap_or_default();
    is_router_404(body) || (origin == Origin::Derived && has(body, b"DEPLOYMENT_NOT_FOUND"))
}

/// The router's own words: exactly this object.
fn is_router_404(body: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(object)) => {
            object.len() == 1 && object.get("error").and_then(Value::as_str) == Some("Function not found")
        }
        _ => false,
    }
}

fn has(body: &[u8], words: &[u8]) -> bool {
    body.windows(words.len()).any(|window| window == words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(url: &str) -> BaseUrl {
        BaseUrl::parse(url, true).unwrap()
    }

    fn direct(routes: &Routes, slug: &str) -> Option<(String, Origin)> {
        let (host, origin) = routes.direct(slug)?;
        Some((host.as_str().to_owned(), origin))
    }

    #[test]
    fn the_host_is_configured_else_learned_else_derived() {
        let cloud = base("https://abc.us-east.insforge.app");
        let derived = Routes::new(&cloud, None);
        let at = |url: &str, origin| Some((url.to_owned(), origin));
        assert_eq!(
            direct(&derived, "f"),
            at("https://abc.functions.insforge.app", Origin::Derived)
        );
        derived.not_there("f");
        assert_eq!(direct(&derived, "f"), None);
        assert!(direct(&derived, "g").is_some());
        derived.learn(base("https://abc.function2.insforge.app"));
        assert_eq!(
            direct(&derived, "f"),
            at("https://abc.function2.insforge.app", Origin::Learned)
        );
        derived.no_host();
        assert_eq!(direct(&derived, "g"), None);

        let configured = Routes::new(&cloud, Some(base("https://f.example.com")));
        configured.learn(base("https://other.example.com"));
        assert_eq!(
            direct(&configured, "f"),
            at("https://f.example.com", Origin::Configured)
        );
        for other in [
            "http://localhost:7130",
            "https://insforge.app.example.com",
            "https://insforge.app",
        ] {
            assert_eq!(direct(&Routes::new(&base(other), None), "f"), None, "{other}");
        }
    }

    #[test]
    fn only_the_routers_own_words_are_its_404() {
        assert!(is_router_404(br#"{"error":"Function not found"}"#));
        for body in [
            &b""[..],
            b"Function not found",
            br#"{"error":"Function not found","id":7}"#,
            br#"{"error":"not found"}"#,
            br#"{"status":404}"#,
            br#"[]"#,
        ] {
            assert!(!is_router_404(body));
        }
    }
}
