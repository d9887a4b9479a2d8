//! The list that follows its rows.

use crate::chromium::Tab;
use crate::{PASSWORD, enter, picture, visits};

const LIST: &str = "#todos span";

/// Adds to the list from a script of the page, which stays as it is.
async fn add(tab: &Tab, title: &str) {
    let added = tab
        .script(&format!(
            "return (await fetch('/todos', {{method: 'POST', body: new URLSearchParams({{title: '{title}'}})}})).ok"
        ))
        .await;
    assert_eq!(added, true);
}

#[tokio::test]
async fn what_changes_in_one_browser_appears_in_the_other_without_a_reload_and_only_for_its_user() {
    visits(|[laptop, phone], url| async move {
        for (tab, form) in [(&laptop, "#sign-up"), (&phone, "#sign-in")] {
            tab.open(&url).await;
            enter(tab, form, "grace@example.com", PASSWORD).await;
            tab.until_texts("#email", &["grace@example.com"]).await;
            tab.script("window.loaded = 'once'").await;
        }
        for (title, list) in [
            ("milk & <b>eggs</b>", &["milk & <b>eggs</b>"][..]),
            ("write a compiler", &["milk & <b>eggs</b>", "write a compiler"]),
        ] {
            laptop.write("#add [name=title]", title).await;
            laptop.click("#add button").await;
            phone.until_texts(LIST, list).await;
        }
        laptop.click("#todos li:first-child button").await;
        phone.until_texts(LIST, &["write a compiler"]).await;

        // Another user's change is nobody else's: hers comes before it, and is not there when it is.
        laptop.click("#sign-out button").await;
        enter(&laptop, "#sign-up", "ada@example.com", PASSWORD).await;
        laptop.until_texts("#email", &["ada@example.com"]).await;
        add(&laptop, "a secret of Ada").await;
        laptop.until_texts(LIST, &["a secret of Ada"]).await;
        add(&phone, "and an ORM").await;
        phone.until_texts(LIST, &["write a compiler", "and an ORM"]).await;
        laptop.until_texts(LIST, &["a secret of Ada"]).await;

        assert_eq!(phone.script("return window.loaded").await, "once");
        picture::take(&phone, "web-live-list.png").await;
    })
    .await;
}

#[tokio::test]
async fn a_page_whose_user_has_signed_out_elsewhere_goes_to_the_entrance() {
    visits(|[tab], url| async move {
        tab.open(&url).await;
        enter(&tab, "#sign-up", "grace@example.com", PASSWORD).await;
        tab.until_texts("#email", &["grace@example.com"]).await;
        // As if in another tab; the next change makes the page ask for the list.
        let answer = tab
            .script("return (await fetch('/api/auth/sign-out', {method: 'POST'})).ok")
            .await;
        assert_eq!(answer, true);
        tab.script("changes.onmessage()").await;
        tab.text("#sign-in").await;
        assert_eq!(tab.path().await, "/");
    })
    .await;
}
