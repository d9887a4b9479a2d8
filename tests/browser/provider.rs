//! Through a provider.

use crate::{picture, visit};

#[tokio::test]
async fn a_user_comes_back_from_the_provider_signed_in_or_with_a_reason() {
    visit(|tab, url| async move {
        tab.open(&url).await;
        tab.click("#google").await;
        assert_eq!(tab.text("h1").await, "Fake google");
        tab.click("#deny").await;
        assert_eq!(tab.text("#error").await, "The provider did not sign you in.");
        assert_eq!(tab.cookie("insforge_refresh_token").await, None);

        tab.click("#google").await;
        tab.click("#approve").await;
        assert_eq!(tab.text("#email").await, "ada@example.com");
        assert_eq!(tab.path().await, "/profile");
        assert_eq!(tab.cookie("insforge_code_verifier").await, None);
        picture::take(&tab, "web-by-provider.png").await;

        tab.click("#sign-out button").await;
        tab.text("#sign-in").await;
        assert_eq!(tab.cookie("insforge_refresh_token").await, None);

        // The same person again, and the same account.
        tab.click("#google").await;
        tab.click("#approve").await;
        assert_eq!(tab.text("#email").await, "ada@example.com");
    })
    .await;
}
