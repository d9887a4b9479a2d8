//! Backups. Nothing is restored here: it would undo what other tests do.

use std::time::{Duration, Instant};

use insforge::ErrorKind;
use insforge::admin::backups::{Backup, BackupConfigChange, BackupStatus, BackupTrigger};
use insforge_tests::Backend;

#[tokio::test]
async fn a_backup_is_begun_renamed_and_removed() {
    let backend = Backend::connect().await;
    let backups = backend.admin().backups();
    let name = backend.unique("backup");
    let made = backups.create(Some(&name)).await.expect("begun");
    assert_eq!(
        (made.name.as_deref(), &made.trigger_source),
        (Some(&*name), &BackupTrigger::Manual)
    );
    let find = || async {
        let all = backups.list().await.expect("a list");
        all.into_iter().find(|one| one.id == made.id)
    };
    let ended = |one: &Backup| one.status != BackupStatus::Running;
    let start = Instant::now();
    while !find().await.as_ref().is_some_and(ended) {
        assert!(start.elapsed() < Duration::from_secs(60), "it does not end");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let one = find().await.expect("it is there");
    assert!(
        one.status == BackupStatus::Completed || one.error_message.is_some(),
        "{one:?}"
    );
    let other = format!("{name}-2");
    let renamed = backups.rename(&made.id, Some(&other)).await.expect("renamed");
    assert_eq!(renamed.name.as_deref(), Some(&*other));
    assert_eq!(backups.rename(&made.id, None).await.expect("no name").name, None);
    backups.delete(&made.id).await.expect("removed");
    for error in [
        backups.delete(&made.id).await,
        backups.rename(&made.id, None).await.map(drop),
        backups.restore(&made.id).await,
    ] {
        let error = error.expect_err("gone");
        assert!(
            matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Conflict),
            "{error:?}"
        );
    }
    assert_eq!(
        backups.delete("nope").await.expect_err("no UUID").kind(),
        ErrorKind::Invalid
    );
}

#[tokio::test]
async fn backups_by_the_clock_are_set_and_set_back() {
    let backups = Backend::connect().await.admin().backups();
    let before = backups.config().await.expect("the settings");
    let change = BackupConfigChange::new()
        .enabled(true)
        .cron("30 2 1 1 *")
        .retention_days(None);
    let set = backups.set_config(change).await.expect("set");
    let back = BackupConfigChange::new()
        .enabled(before.enabled)
        .cron(&before.cron_schedule)
        .retention_days(before.retention_days);
    let refused = backups
        .set_config(BackupConfigChange::new().cron("*/5 * * * *"))
        .await;
    backups.set_config(back).await.expect("set back");
    assert_eq!(
        (set.enabled, set.cron_schedule.as_str(), set.retention_days),
        (true, "30 2 1 1 *", None)
    );
    assert!(
        set.next_backup_at
            .as_deref()
            .is_some_and(|next| next.contains("-01-01T02:30")),
        "{set:?}"
    );
    assert_eq!(refused.expect_err("too often").kind(), ErrorKind::Invalid);
    assert_eq!(backups.config().await.expect("the settings"), before);
}
