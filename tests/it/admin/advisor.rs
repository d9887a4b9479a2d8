//! What the backend finds wrong with the database.

use std::time::{Duration, Instant};

use insforge::ErrorKind;
use insforge::admin::advisor::{
    IssueList, NewSuppression, ScanStatus, Severity, SuppressionReason, SuppressionScope,
};
use insforge_tests::Backend;

#[tokio::test]
async fn a_scan_finds_issues_which_can_be_left_out() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let table = backend.unique("open");
    admin
        .sql(&format!("create table public.{table} (id int)"))
        .await
        .expect("a table");
    let advisor = admin.advisor();
    advisor.scan().await.expect("begun");
    let start = Instant::now();
    loop {
        let latest = advisor.latest().await.expect("an answer").expect("a scan");
        if latest.status != ScanStatus::Running {
            assert_eq!(latest.status, ScanStatus::Completed, "{latest:?}");
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "it does not end");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let all = advisor.issues(IssueList::new().limit(500)).await;
    let some = advisor
        .issues(IssueList::new().severity(Severity::Critical).limit(1))
        .await;
    admin
        .sql(&format!("drop table public.{table}"))
        .await
        .expect("dropped");
    let all = all.expect("issues");
    let ours = all.rows.iter().find(|one| {
        one.affected_object
            .as_deref()
            .is_some_and(|name| name.contains(&table))
    });
    let ours = ours.expect("row-level security is off");
    assert!(!ours.rule_id.is_empty() && !ours.title.is_empty());
    assert!(some.expect("issues").rows.len() <= 1);

    let new = NewSuppression::of_object(
        &ours.rule_id,
        format!("public.{table}"),
        SuppressionReason::AcceptedRisk,
    )
    .note("of a test");
    let made = advisor.suppress(new).await.expect("left out");
    assert_eq!(
        (&made.scope, made.note.as_deref()),
        (&SuppressionScope::Instance, Some("of a test"))
    );
    let listed = advisor.suppressions().await.expect("a list");
    assert!(listed.iter().any(|one| one.id == made.id));
    advisor.unsuppress(&made.id).await.expect("no longer");
    assert_eq!(
        advisor.unsuppress(&made.id).await.expect_err("gone").kind(),
        ErrorKind::NotFound
    );
    let refused = advisor
        .suppress(NewSuppression::of_rule("x", SuppressionReason::Another))
        .await;
    assert_eq!(refused.expect_err("no note").kind(), ErrorKind::Invalid);
}
