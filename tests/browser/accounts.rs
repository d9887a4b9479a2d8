//! With an address and a password.

use crate::{PASSWORD, enter, picture, visit};

#[tokio::test]
async fn a_user_signs_up_works_signs_out_and_comes_back() {
    visit(|tab, url| async move {
        tab.open(&url).await;
        assert_eq!(tab.text("h1").await, "Welcome");
        picture::take(&tab, "web-entrance.png").await;

        enter(&tab, "#sign-up", "grace@example.com", PASSWORD).await;
        assert_eq!(tab.text("#email").await, "grace@example.com");
        assert_eq!(tab.path().await, "/profile");
        for (number, title) in ["milk & <b>eggs</b>", "write a compiler"].into_iter().enumerate() {
            tab.write("#add [name=title]", title).await;
            tab.click("#add button").await;
            assert_eq!(
                tab.text(&format!("#todos li:nth-child({}) span", number + 1))
                    .await,
                title
            );
        }
        picture::take(&tab, "web-profile.png").await;

        tab.click("#sign-out button").await;
        tab.text("#sign-in").await;
        assert_eq!(tab.path().await, "/");
        for cookie in ["insforge_access_token", "insforge_refresh_token"] {
            assert_eq!(tab.cookie(cookie).await, None);
        }
        tab.open(&format!("{url}/profile")).await;
        tab.text("#sign-in").await;

        enter(&tab, "#sign-in", "grace@example.com", "wrong").await;
        assert_eq!(
            tab.text("#error").await,
            "The e-mail address or the password is wrong."
        );
        picture::take(&tab, "web-refusal.png").await;
        tab.open(&url).await;
        enter(&tab, "#sign-up", "grace@example.com", PASSWORD).await;
        assert_eq!(
            tab.text("#error").await,
            "There is an account with this address already."
        );

        enter(&tab, "#sign-in", "grace@example.com", PASSWORD).await;
        assert_eq!(tab.text("#email").await, "grace@example.com");
        assert_eq!(
            tab.texts("#todos span").await,
            ["milk & <b>eggs</b>", "write a compiler"]
        );

        // Another user has a list of her own.
        tab.click("#sign-out button").await;
        enter(&tab, "#sign-up", "ada@example.com", PASSWORD).await;
        assert_eq!(tab.text("#email").await, "ada@example.com");
        assert!(tab.texts("#todos span").await.is_empty());
    })
    .await;
}
