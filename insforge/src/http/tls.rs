//! Which TLS a connection uses. The features add up; the first of `rustls`, `rustls-no-provider` and `native-tls`
//! that is there decides.
//!
//! Certificates are read for an `https` address only, so that a client for a local server can be made on a machine
//! that has none.

use crate::error::Result;

/// Sets up TLS on reqwest's builder for an address of this scheme. `http1_only` is for a builder that is set to it.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    https: bool,
    http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    let provider = provider()?;
    if https {
        https_config(builder, provider, http1_only)
    } else {
        // Without any configuration reqwest would read the certificate store all the same.
        let config = versions(provider)?
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        Ok(builder.tls_backend_preconfigured(config))
    }
}

/// Handed over explicitly: no process-wide default is asked for or set.
#[cfg(feature = "rustls")]
#[allow(clippy::unnecessary_wraps, reason = "the twin of the one below")]
fn provider() -> Result<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    Ok(std::sync::Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
fn provider() -> Result<std::sync::Arc<rustls::crypto::CryptoProvider>> {
    rustls::crypto::CryptoProvider::get_default().cloned().ok_or_else(|| {
        crate::error::Error::config(
            "no TLS provider is installed; call CryptoProvider::install_default first, enable the feature `rustls`, or give the builder an http_client",
        )
    })
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn versions(
    provider: std::sync::Arc<rustls::crypto::CryptoProvider>,
) -> Result<rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier>> {
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| {
            crate::error::Error::config("the TLS provider supports no usable protocol version")
                .with_source(error)
        })
}

#[cfg(feature = "rustls")]
fn https_config(
    builder: reqwest::ClientBuilder,
    provider: std::sync::Arc<rustls::crypto::CryptoProvider>,
    http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    let verifier =
        rustls_platform_verifier::Verifier::new(std::sync::Arc::clone(&provider)).map_err(|error| {
            crate::error::Error::config(
                "this machine's certificate store cannot be used; install its CA certificates, or give the builder an http_client",
            )
            .with_source(error)
        })?;
    let mut config = versions(provider)?
        .dangerous()
        .with_custom_certificate_verifier(std::sync::Arc::new(verifier))
        .with_no_client_auth();
    // reqwest leaves a configuration that it is given as it is.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    if http1_only {
        config.alpn_protocols.remove(0);
    }
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
#[allow(
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value,
    reason = "the twin of the one above"
)]
fn https_config(
    builder: reqwest::ClientBuilder,
    _provider: std::sync::Arc<rustls::crypto::CryptoProvider>,
    _http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    // reqwest takes the process default itself, and has the platform's verifier.
    Ok(builder.tls_backend_rustls())
}

#[cfg(all(
    feature = "native-tls",
    not(any(feature = "rustls", feature = "rustls-no-provider"))
))]
#[allow(clippy::unnecessary_wraps, reason = "the twin of the others")]
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    _https: bool,
    _http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    https: bool,
    _http1_only: bool,
) -> Result<reqwest::ClientBuilder> {
    if https {
        return Err(crate::error::Error::config(
            "this build has no TLS; enable the feature `rustls`, `rustls-no-provider` or `native-tls`, or give the builder an http_client",
        ));
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::configure;
    #[allow(unused_imports, reason = "not under every set of features")]
    use crate::error::ErrorKind;

    fn build(https: bool) -> crate::error::Result<reqwest::Client> {
        Ok(configure(reqwest::Client::builder(), https, false)?
            .build()
            .unwrap())
    }

    #[cfg(feature = "rustls")]
    #[test]
    fn sets_no_process_wide_provider_and_needs_no_certificates_for_plain_http() {
        assert!(build(false).is_ok());
        // Without a certificate store this is an error, and with one a client; never a panic.
        let https = build(true);
        assert!(https.map_or_else(|error| error.kind() == ErrorKind::Config, |_| true));
        assert!(rustls::crypto::CryptoProvider::get_default().is_none());
    }

    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    #[test]
    fn asks_for_a_provider_where_none_is_installed() {
        for https in [false, true] {
            let error = build(https).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config);
            assert!(error.to_string().contains("install_default"), "{error}");
        }
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
    #[test]
    fn says_which_feature_https_needs() {
        assert!(build(false).is_ok());
        let error = build(true).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains("feature `rustls`"), "{error}");
    }

    #[cfg(all(
        feature = "native-tls",
        not(any(feature = "rustls", feature = "rustls-no-provider"))
    ))]
    #[test]
    fn builds_with_the_systems_library() {
        assert!(build(false).is_ok() && build(true).is_ok());
    }
}
