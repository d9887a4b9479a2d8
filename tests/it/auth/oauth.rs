//! OAuth as far as no browser is needed.

use insforge::ErrorKind;
use insforge::admin::auth::NewCustomProvider;
use insforge::auth::{OAuthProvider, OAuthSignIn};
use insforge_tests::Backend;

#[tokio::test]
async fn providers_that_are_not_there_are_told_apart() {
    let backend = Backend::connect().await;
    let auth = backend.anon().auth();
    let start =
        |provider: OAuthProvider| auth.sign_in_with_oauth(OAuthSignIn::new(provider, "https://my.app/in"));
    let key = backend.unique("nosuch").replace('.', "-");
    let error = start(OAuthProvider::Custom(key))
        .await
        .expect_err("no such provider");
    assert!(
        error.kind() == ErrorKind::Config || error.is_redirect_refused(),
        "{error:?}"
    );
    let error = start(OAuthProvider::Spotify).await.expect_err("no code for it");
    assert!(
        error.kind() == ErrorKind::Unsupported || error.is_redirect_refused(),
        "{error:?}"
    );
}

#[tokio::test]
async fn parameters_of_the_server_are_refused_before_anything_is_sent() {
    let auth = Backend::connect().await.anon().auth();
    for name in [
        "client_id",
        "scope",
        "redirect_uri",
        "state",
        "response_type",
        "code_challenge",
    ] {
        let sign_in = OAuthSignIn::new(OAuthProvider::Google, "https://my.app/in").param(name, "x");
        let error = auth.sign_in_with_oauth(sign_in).await.expect_err("reserved");
        assert_eq!(error.kind(), ErrorKind::Request, "{name}");
        assert!(error.message().contains(name) && error.status().is_none());
    }
}

#[tokio::test]
async fn a_custom_provider_is_listed_in_public() {
    let backend = Backend::connect().await;
    let admin = backend.admin().auth();
    let key = backend.unique("corp");
    let discovery = "https://accounts.google.com/.well-known/openid-configuration";
    let provider = NewCustomProvider::new(&key, "Corp", discovery, "client", "secret");
    admin.create_custom_provider(provider).await.expect("a provider");
    let config = backend
        .anon()
        .auth()
        .get_public_auth_config()
        .await
        .expect("the config");
    admin.delete_custom_provider(&key).await.expect("deleted");
    assert!(config.custom_oauth_providers.contains(&key), "{config:?}");
}
