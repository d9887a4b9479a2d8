//! Through the fake provider and back.

use insforge::ErrorKind;
use insforge::admin::auth::{AuthConfigChange, NewCustomProvider};
use insforge::auth::{AuthRedirect, CodeVerifier, IdToken, OAuthProvider, OAuthSignIn, Secret};
use insforge_tests::browser;

use super::*;

const BACK: &str = "https://my.app/in?from=start";

fn google() -> OAuthSignIn {
    OAuthSignIn::new(OAuthProvider::Google, BACK)
}

/// Sits at the provider's page and decides; returns where the browser ends up.
pub(in crate::local) async fn walk(page: &str, fields: &[(&str, &str)]) -> String {
    let form = browser::open(page).await;
    assert_eq!(form.status, 200, "{}", form.text);
    assert!(form.text.contains("Who are you?"));
    let hidden = ["redirect_uri", "state", "client_id"].map(|name| (name, browser::hidden(&form.text, name)));
    let mut all: Vec<(&str, &str)> = hidden
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    all.extend(fields);
    let action = page.split('?').next().expect("a path");
    let callback = browser::submit(action, &all)
        .await
        .location
        .expect("the callback");
    browser::open(&callback)
        .await
        .location
        .expect("the way back to the app")
}

fn code(back: &str) -> Secret {
    match AuthRedirect::parse(back).expect("readable") {
        Some(AuthRedirect::OAuthCode { code }) => code,
        other => panic!("no code: {other:?} in {back}"),
    }
}

#[tokio::test]
async fn a_user_comes_back_with_a_code_that_is_good_once() {
    let local = with_google().await;
    let auth = anon(&local).auth();
    let start = auth
        .sign_in_with_oauth(google().param("login_hint", "x@y.z"))
        .await
        .expect("a start");
    assert!(start.url().contains("&login_hint=x%40y.z"), "{}", start.url());
    let back = walk(start.url(), &[("decision", "approve"), ("user", ADA)]).await;
    assert!(
        back.starts_with("https://my.app/in?from=start&insforge_code="),
        "{back}"
    );
    let code = code(&back);
    let session = auth
        .exchange_oauth_code(code.expose(), &start.verifier)
        .await
        .expect("signed in");
    assert_eq!(session.user.email, ADA);
    assert!(session.user.email_verified && session.user.profile["name"] == "Ada Lovelace");
    assert_eq!(
        auth.get_current_user().await.expect("the user").providers,
        ["google"]
    );
    let error = auth
        .exchange_oauth_code(code.expose(), &start.verifier)
        .await
        .expect_err("used");
    assert!(error.is_wrong_code() && !error.is_wrong_verifier(), "{error:?}");

    // The same person again is the same user.
    let start = auth.sign_in_with_oauth(google()).await.expect("a start");
    let back = walk(start.url(), &[("decision", "approve"), ("user", ADA)]).await;
    let again = auth
        .exchange_oauth_code(self::code(&back).expose(), &start.verifier)
        .await
        .expect("signed in");
    assert_eq!(again.user.id, session.user.id);
}

#[tokio::test]
async fn the_verifier_of_another_start_is_refused_and_uses_the_code_up() {
    let local = with_google().await;
    let auth = anon(&local).auth();
    let start = auth.sign_in_with_oauth(google()).await.expect("a start");
    let back = walk(
        start.url(),
        &[("decision", "approve"), ("email", "new@example.com")],
    )
    .await;
    let code = code(&back);
    let other = CodeVerifier::generate().expect("random numbers");
    let error = auth
        .exchange_oauth_code(code.expose(), &other)
        .await
        .expect_err("another's");
    assert!(error.is_wrong_verifier(), "{error:?}");
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    assert!(auth.session().is_none());
    let error = auth
        .exchange_oauth_code(code.expose(), &start.verifier)
        .await
        .expect_err("used");
    assert!(error.is_wrong_code());

    let start = auth.sign_in_with_oauth(google()).await.expect("a start");
    let back = walk(start.url(), &[("decision", "approve"), ("user", ADA)]).await;
    local.auth().expire_codes();
    let error = auth
        .exchange_oauth_code(self::code(&back).expose(), &start.verifier)
        .await
        .expect_err("expired");
    assert!(error.is_wrong_code());
}

#[tokio::test]
async fn a_denial_comes_back_as_one() {
    let local = with_google().await;
    let auth = anon(&local).auth();
    let start = auth.sign_in_with_oauth(google()).await.expect("a start");
    let back = walk(start.url(), &[("decision", "deny"), ("user", ADA)]).await;
    match AuthRedirect::parse(&back).expect("readable") {
        Some(AuthRedirect::OAuthFailed { message }) => assert_eq!(message, "access_denied"),
        other => panic!("{other:?}"),
    }
    let users = admin(&local)
        .auth()
        .find_user_by_email(ADA)
        .await
        .expect("a search");
    assert!(users.is_none());
}

#[tokio::test]
async fn only_urls_on_the_list_are_come_back_to() {
    let local = with_google().await;
    let rules = AuthConfigChange::new().allowed_redirect_urls(["https://*.my.app/**", "myapp://in"]);
    admin(&local)
        .auth()
        .update_config(rules)
        .await
        .expect("the rules");
    let auth = anon(&local).auth();
    let to = |url: &str| auth.sign_in_with_oauth(OAuthSignIn::new(OAuthProvider::Google, url));
    for url in [
        "https://evil.example.net/",
        "https://my.app.evil.net/x",
        "http://a.my.app/x",
    ] {
        let error = to(url).await.expect_err("off the list");
        assert!(error.is_redirect_refused(), "{url}: {error:?}");
    }
    to("https://a.my.app/deep/down?x=1").await.expect("on the list");
    let start = to("myapp://in").await.expect("on the list");
    let back = walk(start.url(), &[("decision", "approve"), ("user", ADA)]).await;
    assert!(back.starts_with("myapp://in?insforge_code="), "{back}");
}

#[tokio::test]
async fn a_provider_of_the_project_works_like_a_known_one() {
    let local = local().await;
    let discovery = "https://id.corp.example/.well-known/openid-configuration";
    let corp = NewCustomProvider::new("corp", "Corp", discovery, "corp-client", "corp-secret");
    admin(&local)
        .auth()
        .create_custom_provider(corp)
        .await
        .expect("a provider");
    let auth = anon(&local).auth();
    let start = auth
        .sign_in_with_oauth(OAuthSignIn::new("corp", BACK))
        .await
        .expect("a start");
    let back = walk(
        start.url(),
        &[("decision", "approve"), ("user", "grace@example.com")],
    )
    .await;
    let session = auth
        .exchange_oauth_code(code(&back).expose(), &start.verifier)
        .await
        .expect("signed in");
    assert_eq!(session.user.email, "grace@example.com");
    assert_eq!(
        auth.get_current_user().await.expect("the user").providers,
        ["corp"]
    );
}

#[tokio::test]
async fn id_tokens_of_the_projects_apps_sign_in() {
    let local = with_google().await;
    let auth = anon(&local).auth();
    let issue = |client_id: &str| {
        local
            .auth()
            .google_id_token(client_id, ADA, "Ada")
            .expect("a token")
    };
    for client_id in ["client-id", "native-id"] {
        let token = IdToken::google(&issue(client_id));
        let session = auth.sign_in_with_id_token(token).await.expect("signed in");
        assert_eq!(session.user.email, ADA);
    }
    let error = auth
        .sign_in_with_id_token(IdToken::google(&issue("another-app")))
        .await
        .expect_err("another app's");
    assert!(error.is_wrong_credentials(), "{error:?}");

    let settings = ProviderChange::new().client("apple-id", "apple-secret");
    let apple = NewProvider::new(OAuthProvider::Apple, settings);
    admin(&local)
        .auth()
        .create_provider(apple)
        .await
        .expect("a provider");
    let token = local
        .auth()
        .apple_id_token("apple-id", "tim@example.com", "raw")
        .expect("a token");
    let error = auth
        .sign_in_with_id_token(IdToken::apple(&token, "another"))
        .await
        .expect_err("another nonce");
    assert!(error.is_wrong_credentials(), "{error:?}");
    let session = auth
        .sign_in_with_id_token(IdToken::apple(&token, "raw").name("Tim"))
        .await
        .expect("signed in");
    assert_eq!(session.user.profile["name"], "Tim");
}
