//! The address of the project, checked once.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use url::{Host, Url};

use crate::error::{Error, Result};

/// The base of every URL: scheme, host, port, and a path prefix if there is one.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    url: Url,
    /// The URL without a slash at its end, so that a target is simply appended.
    text: String,
    host: Arc<str>,
}

impl BaseUrl {
    /// Checks the address.
    ///
    /// # Errors
    /// [`ErrorKind::Config`](crate::error::ErrorKind::Config), saying what to write instead.
    pub(crate) fn parse(text: &str, allow_insecure_http: bool) -> Result<Self> {
        let url = Url::parse(text.trim()).map_err(|error| {
            Error::config("the URL cannot be read; write it like https://my-app.insforge.app")
                .with_source(error)
        })?;
        let refusal = if !matches!(url.scheme(), "http" | "https") {
            Some("the URL must begin with https:// (or http://, for this machine)")
        } else if !url.username().is_empty() || url.password().is_some() {
            Some("the URL must hold no user name or password; keys are given by anon_key or api_key")
        } else if url.query().is_some() || url.fragment().is_some() {
            Some("the URL must end before any ? or #; write it like https://my-app.insforge.app")
        } else if url.host_str().is_none_or(str::is_empty) {
            Some("the URL has no host; write it like https://my-app.insforge.app")
        } else if url.scheme() == "http" && !allow_insecure_http && !is_loopback(&url) {
            Some(
                "plain http:// would send keys and tokens in the clear; use https://, or call allow_insecure_http() on the builder if the network is trusted",
            )
        } else {
            None
        };
        if let Some(refusal) = refusal {
            return Err(Error::config(refusal));
        }
        let host = match url.port() {
            Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
            None => url.host_str().unwrap_or_default().to_owned(),
        };
        let text = url.as_str().trim_end_matches('/').to_owned();
        let host = Arc::from(host);
        Ok(Self { url, text, host })
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and port, for messages.
    pub(crate) fn host(&self) -> &Arc<str> {
        &self.host
    }

    /// How many bytes of the request line the path prefix takes.
    pub(crate) fn prefix_len(&self) -> usize {
        self.url.path().trim_end_matches('/').len()
    }

    /// The URL of a target.
    pub(crate) fn join(&self, target: &str) -> Result<Url> {
        let mut text = String::with_capacity(self.text.len() + target.len());
        text.push_str(&self.text);
        text.push_str(target);
        Url::parse(&text).map_err(|error| Error::request("the call has no valid URL").with_source(error))
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn keeps_a_path_prefix() {
        for (base, url) in [
            ("https://a.example.com", "https://a.example.com/api/x?b=c"),
            ("https://a.example.com/", "https://a.example.com/api/x?b=c"),
            (
                "http://localhost:7130/prefix/",
                "http://localhost:7130/prefix/api/x?b=c",
            ),
            ("http://[::1]:8/p", "http://[::1]:8/p/api/x?b=c"),
        ] {
            let base = BaseUrl::parse(base, false).unwrap();
            assert_eq!(base.join("/api/x?b=c").unwrap().as_str(), url);
        }
        assert_eq!(BaseUrl::parse("https://h/p/", false).unwrap().prefix_len(), 2);
        assert_eq!(BaseUrl::parse("https://h", false).unwrap().prefix_len(), 0);
    }

    #[test]
    fn refuses_what_cannot_be_a_project() {
        for text in [
            "",
            "localhost:7130",
            "my-app.insforge.app",
            "ftp://h",
            "file:///x",
            "https://",
            "https://u:p@h",
            "https://u@h",
            "https://h?x=1",
            "https://h#x",
            "http://example.com",
            "http://10.0.0.1",
            "http://localhost.evil.com",
            "data:text/plain,x",
        ] {
            let error = BaseUrl::parse(text, false).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{text}");
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_unless_allowed() {
        for text in [
            "http://localhost",
            "http://api.localhost:1",
            "http://127.9.9.9",
            "http://[::1]:7130",
        ] {
            assert!(BaseUrl::parse(text, false).is_ok(), "{text}");
        }
        assert!(BaseUrl::parse("http://insforge:7130", false).is_err());
        assert!(BaseUrl::parse("http://insforge:7130", true).is_ok());
    }

    #[test]
    fn never_repeats_a_password_from_the_url() {
        let error = BaseUrl::parse("https://u:canary@h", false).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
