//! A few lines around reqwest, and the instance most tests share.

use std::sync::Arc;

use insforge_local::Local;
use serde_json::Value;
use tokio::sync::OnceCell;

static SHARED: OnceCell<Local> = OnceCell::const_new();

/// One instance for all tests that need no particular one. It is never dropped, on purpose: ending with the process is
/// part of what is tested.
pub(crate) async fn shared() -> &'static Local {
    SHARED
        .get_or_init(|| async { Local::start().await.expect("a local InsForge") })
        .await
}

/// A client for plain HTTP. It brings its own TLS settings: where another crate of the build has switched reqwest's
/// TLS on, a client without them panics.
pub(crate) fn http() -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A request in the making.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

pub(crate) fn call(local: &Local, method: &str, path: &str) -> Call {
    let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
    Call {
        request: http().request(method, format!("{}{path}", local.url())),
    }
}

impl Call {
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self {
            request: self.request.header(name, value),
        }
    }

    /// The body as JSON text, sent exactly as written.
    pub(crate) fn json(self, text: impl Into<String>) -> Self {
        let body = text.into();
        Self {
            request: self.request.header("content-type", "application/json").body(body),
        }
    }

    /// A body of any kind.
    pub(crate) fn body(self, kind: &str, text: impl Into<String>) -> Self {
        Self {
            request: self.request.header("content-type", kind).body(text.into()),
        }
    }

    pub(crate) async fn send(self) -> Reply {
        self.attempt().await.expect("an answer")
    }

    pub(crate) async fn attempt(self) -> Result<Reply, reqwest::Error> {
        let response = self.request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Reply {
            status,
            headers,
            text: response.text().await?,
        })
    }
}

/// Signs somebody up; gives the whole session.
pub(crate) async fn sign_up(local: &Local, email: &str) -> Value {
    let body = serde_json::json!({ "email": email, "password": "correct horse" }).to_string();
    let reply = call(local, "POST", "/api/auth/users?client_type=server")
        .bearer(local.anon_key())
        .json(body)
        .send()
        .await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    reply.json()
}

pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text `{name}` in {value}"))
}
