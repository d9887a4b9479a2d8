//! What administrators did, and what the backend's parts have written.

use insforge::ErrorKind;
use insforge::admin::logs::{AuditList, LogSearch};
use insforge::admin::secrets::NewSecret;
use insforge_tests::Backend;

#[tokio::test]
async fn what_administrators_did_is_listed_page_by_page_and_counted() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let key = backend.unique("AUDIT").to_uppercase();
    admin
        .secrets()
        .create(NewSecret::new(&key, "canary"))
        .await
        .expect("a secret");
    admin.secrets().delete(&key).await.expect("deleted");
    let logs = admin.logs();
    let list = || {
        AuditList::new()
            .module("SECRETS")
            .action("CREATE_SECRET")
            .actor("api-key")
    };
    let page = logs.audits(list().limit(50)).await.expect("a page");
    let ours = page
        .rows
        .iter()
        .find(|one| one.details["key"] == key.as_str())
        .expect("it is there");
    assert_eq!(
        (ours.module.as_str(), ours.action.as_str()),
        ("SECRETS", "CREATE_SECRET")
    );
    assert!(!format!("{page:?}").contains("canary"));
    let one = logs.audits(list().limit(1)).await.expect("a page");
    assert_eq!(one.rows.len(), 1);
    assert!(one.total >= page.total && one.total >= Some(1));
    let past = logs
        .audits(AuditList::new().offset(10_000_000))
        .await
        .expect("an empty page");
    assert!(past.rows.is_empty() && past.total > Some(0));
    let nobody = logs
        .audits(AuditList::new().actor("nobody-at-all"))
        .await
        .expect("an empty page");
    assert_eq!((nobody.rows.len(), nobody.total), (0, Some(0)));
    let future = logs
        .audits(AuditList::new().from("2199-01-01T00:00:00Z"))
        .await
        .expect("an empty page");
    assert!(future.rows.is_empty());
    let stats = logs.audit_stats(1).await.expect("numbers");
    assert!(
        stats.total_logs >= 2 && stats.actions_by_module.get("SECRETS") >= Some(&2),
        "{stats:?}"
    );
    assert!(!stats.recent_activity.is_empty());
    assert_eq!(logs.clear_audits(36_500).await.expect("nothing is that old"), 0);
    assert_eq!(
        logs.clear_audits(0).await.expect_err("everything").kind(),
        ErrorKind::Request
    );
}

#[tokio::test]
async fn the_logs_of_the_backends_parts_are_read_and_searched() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let logs = admin.logs();
    let sources = logs.sources().await.expect("sources");
    assert!(
        sources.iter().any(|source| source.name == "insforge.logs"),
        "{sources:?}"
    );
    logs.stats().await.expect("numbers");
    let reading = logs.read("insforge.logs", 2, None).await.expect("a reading");
    assert!(reading.logs.len() <= 2);
    let none = logs.read("no.logs", 2, None).await.expect("no such log");
    assert_eq!((none.logs.len(), none.total), (0, 0));
    let found = logs
        .search(LogSearch::new("HTTP Request").source("insforge.logs").limit(2))
        .await
        .expect("a page");
    assert!(found.rows.len() <= 2 && found.total.is_some());
    assert_eq!(
        logs.search(LogSearch::new("")).await.expect_err("no text").kind(),
        ErrorKind::Request
    );
}
