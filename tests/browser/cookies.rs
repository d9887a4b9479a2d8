//! What scripts and other sites can do with a session.

use serde_json::Value;

use crate::{PASSWORD, enter, visit};

#[tokio::test]
async fn scripts_see_the_access_token_alone_and_renew_it() {
    visit(|tab, url| async move {
        tab.open(&url).await;
        enter(&tab, "#sign-up", "ada@example.com", PASSWORD).await;
        tab.text("#email").await;
        let (access, hidden) = tab.cookie("insforge_access_token").await.expect("a cookie");
        assert!(!hidden && access.matches('.').count() == 2);
        assert!(tab.cookie("insforge_refresh_token").await.expect("a cookie").1);
        let seen = tab.script("return document.cookie").await;
        assert_eq!(seen, Value::from(format!("insforge_access_token={access}")));

        // As InsForge's browser client does.
        let answer = tab
            .script("const answer = await fetch('/api/auth/refresh', {method: 'POST'}); return await answer.json()")
            .await;
        assert_eq!(answer["user"]["email"], "ada@example.com");
        assert_eq!(answer["accessToken"], tab.cookie("insforge_access_token").await.expect("a cookie").0);

        // A token that was lost or mangled is replaced at the next visit.
        for cookie in ["insforge_access_token=junk; path=/", "insforge_access_token=; path=/; max-age=0"] {
            tab.script(&format!("document.cookie = {cookie:?}")).await;
            tab.open(&format!("{url}/profile")).await;
            assert_eq!(tab.text("#email").await, "ada@example.com");
            let (renewed, _) = tab.cookie("insforge_access_token").await.expect("a cookie");
            assert_eq!(renewed.matches('.').count(), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn another_sites_form_signs_nobody_in_or_out() {
    visit(|tab, url| async move {
        tab.open(&url).await;
        enter(&tab, "#sign-up", "ada@example.com", PASSWORD).await;
        tab.text("#email").await;
        for path in ["/sign-out", "/sign-in", "/api/auth/sign-out", "/todos"] {
            let form = format!(
                "data:text/html,<form method=post action='{url}{path}'><input name=email value=e@v.il>\
                 <input name=password value=x><input name=title value=x><button>free cake</button></form>"
            );
            tab.open(&form).await;
            tab.click("button").await;
            let page = tab.text("pre").await;
            assert!(
                page.contains("another site's page") && page.contains("403"),
                "{page}"
            );
        }
        tab.open(&format!("{url}/profile")).await;
        assert_eq!(tab.text("#email").await, "ada@example.com");
        assert!(tab.texts("#todos span").await.is_empty());
    })
    .await;
}
