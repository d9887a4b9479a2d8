use std::sync::Arc;
use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use futures_util::future::join_all;

use crate::error::Error;

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// An address that cannot be reached is tried again after these waits; one that answers with an error is not.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// A message as addresses get it: the payload, and the rest in headers.
pub(super) struct Posting {
    pub(super) id: String,
    pub(super) channel: String,
    pub(super) event: String,
    pub(super) payload: String,
}

/// Posts messages to the addresses of their channels' definitions.
#[derive(Clone)]
pub(super) struct Webhooks(reqwest::Client);

impl Webhooks {
    pub(super) fn new() -> Result<Self, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Internal(format!("cannot set up TLS: {error}")))?;
        // Without the machine's certificates, addresses with https count as unreachable, and the others work.
        let config = match rustls_platform_verifier::Verifier::new(provider) {
            Ok(verifier) => config
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth(),
            Err(_) => config
                .with_root_certificates(rustls::RootCertStore::empty())
                .with_no_client_auth(),
        };
        reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .timeout(PATIENCE)
            .build()
            .map(Self)
            .map_err(|error| Error::Internal(format!("cannot make a client for webhooks: {error}")))
    }

    /// How many of the addresses have taken the message.
    pub(super) async fn post(&self, urls: &[String], posting: &Posting) -> usize {
        let posts = urls.iter().map(|url| self.post_to(url, posting));
        join_all(posts).await.into_iter().filter(|taken| *taken).count()
    }

    async fn post_to(&self, url: &str, posting: &Posting) -> bool {
        for wait in WAITS.map(Some).into_iter().chain([None]) {
            let answer = self
                .0
                .post(url)
                .header(CONTENT_TYPE, "application/json")
                .header("x-insforge-event", &posting.event)
                .header("x-insforge-channel", &posting.channel)
                .header("x-insforge-message-id", &posting.id)
                .body(posting.payload.clone())
                .send()
                .await;
            match (answer, wait) {
                (Ok(answer), _) => return answer.status().is_success(),
                (Err(_), Some(wait)) => tokio::time::sleep(wait).await,
                (Err(_), None) => {}
            }
        }
        false
    }
}
