//! OAuth for a program without pages of its own.

use std::time::Duration;

use insforge::ErrorKind;
use insforge::auth::{OAuthLoopback, OAuthProvider};
use insforge_tests::browser;

use super::oauth::walk;
use super::*;

/// Opens the page of the provider as a browser would, in a task of its own.
fn user(decision: &'static str) -> impl FnOnce(&str) {
    move |url: &str| {
        let url = url.to_owned();
        tokio::spawn(async move {
            let back = walk(&url, &[("decision", decision), ("user", ADA)]).await;
            let page = browser::open(&back).await;
            assert_eq!(page.status, 200);
        });
    }
}

#[tokio::test]
async fn a_program_signs_in_through_the_browser() {
    let local = with_google().await;
    let auth = anon(&local).auth();
    let loopback = OAuthLoopback::bind().await.expect("a listener");
    let session = auth
        .sign_in_with_oauth_loopback(OAuthProvider::Google, loopback, user("approve"))
        .await
        .expect("signed in");
    assert_eq!(session.user.email, ADA);
    let loopback = OAuthLoopback::bind().await.expect("a listener");
    let error = auth
        .sign_in_with_oauth_loopback(OAuthProvider::Google, loopback, user("deny"))
        .await
        .expect_err("denied");
    assert_eq!(error.kind(), ErrorKind::WrongCredentials);
    assert!(error.message().contains("access_denied"), "{error:?}");
}

#[tokio::test]
async fn only_the_callback_with_the_random_part_counts() {
    let loopback = OAuthLoopback::bind().await.expect("a listener").page("Done <&>");
    let url = loopback.redirect_url().to_owned();
    let shown = format!("{loopback:?}");
    let secret = url.rsplit('/').next().expect("a path");
    assert!(secret.len() > 40 && !shown.contains(secret), "{shown}");
    let base = url.strip_suffix(secret).expect("a base").to_owned();
    // A browser that opens a connection ahead of need and leaves it.
    let host = url["http://".len()..].split('/').next().expect("a host");
    let _idle = tokio::net::TcpStream::connect(host).await.expect("a connection");
    let waiting = tokio::spawn(loopback.wait());
    for wrong in [
        format!("{base}guessed?insforge_code=evil"),
        format!("{base}?insforge_code=evil"),
        url.replace("127.0.0.1", "localhost") + "?insforge_code=evil",
    ] {
        assert_eq!(browser::open(&wrong).await.status, 404, "{wrong}");
    }
    assert_eq!(browser::open(&url).await.status, 400);
    assert_eq!(
        browser::submit(&format!("{url}?insforge_code=evil"), &[])
            .await
            .status,
        404
    );
    assert!(!waiting.is_finished());
    let page = browser::open(&format!("{url}?insforge_code=good")).await;
    assert!(
        page.status == 200 && page.text.contains("Done &lt;&amp;&gt;"),
        "{page:?}"
    );
    let code = waiting.await.expect("no panic").expect("a code");
    assert_eq!(code.expose(), "good");
}

#[tokio::test]
async fn a_browser_that_does_not_come_back_is_waited_for_so_long() {
    let loopback = OAuthLoopback::bind()
        .await
        .expect("a listener")
        .timeout(Duration::from_millis(50));
    let error = loopback.wait().await.expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("auth.oauth_loopback"));
}
