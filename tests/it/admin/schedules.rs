//! Schedules.

use insforge::ErrorKind;
use insforge::admin::schedules::{NewSchedule, ScheduleChange, ScheduleMethod};
use insforge::admin::secrets::NewSecret;
use insforge_tests::Backend;

#[tokio::test]
async fn a_schedule_is_made_read_changed_and_removed() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let schedules = admin.schedules();
    let key = backend.unique("SCHED").to_uppercase();
    let name = backend.unique("nightly");
    admin
        .secrets()
        .create(NewSecret::new(&key, "canary"))
        .await
        .expect("a secret");
    let header = format!("Bearer ${{{{secrets.{key}}}}}");
    let body = serde_json::json!({ "a": 1 })
        .as_object()
        .cloned()
        .expect("an object");
    // Far from now, so that it is not called meanwhile.
    let new = NewSchedule::new(&name, "0 3 1 1 *", format!("{}/functions/none", backend.url()))
        .method(ScheduleMethod::Put)
        .header("authorization", &header)
        .body(body.clone());
    let id = schedules.create(new).await.expect("made");
    let made = schedules.get(&id).await.expect("it is there");
    assert_eq!(
        (made.name.as_str(), made.cron_schedule.as_str()),
        (name.as_str(), "0 3 1 1 *")
    );
    assert_eq!((&made.http_method, made.is_active), (&ScheduleMethod::Put, true));
    assert_eq!(
        made.headers.get("authorization"),
        Some(&header),
        "the name of the secret, not its value"
    );
    assert_eq!(made.body, Some(serde_json::Value::Object(body)));
    assert!(
        made.next_run
            .as_deref()
            .is_some_and(|next| next.contains("-01-01T")),
        "{:?}",
        made.next_run
    );
    let change = ScheduleChange::new().cron("30 4 1 1 *").active(false);
    schedules.update(&id, change).await.expect("changed");
    let changed = schedules.get(&id).await.expect("it is there");
    assert_eq!(
        (changed.cron_schedule.as_str(), changed.is_active),
        ("30 4 1 1 *", false)
    );
    assert_eq!(changed.name, name);
    assert!(
        schedules
            .list()
            .await
            .expect("a list")
            .iter()
            .any(|one| one.id == id)
    );
    let runs = schedules.runs(&id, 10, 0).await.expect("no calls");
    assert_eq!((runs.rows.len(), runs.total), (0, Some(0)));
    schedules.delete(&id).await.expect("removed");
    admin.secrets().delete(&key).await.expect("deleted");
    for error in [
        schedules.get(&id).await.map(drop),
        schedules.delete(&id).await,
        schedules.update(&id, ScheduleChange::new().active(true)).await,
    ] {
        let error = error.expect_err("gone");
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::NotFound, Some("SCHEDULE_NOT_FOUND"))
        );
    }
}

#[tokio::test]
async fn what_no_schedule_can_be_is_refused() {
    let schedules = Backend::connect().await.admin().schedules();
    let url = "http://localhost:7130/functions/x";
    for (name, cron, url) in [
        ("ab", "* * * * *", url),
        ("abc", "often", url),
        ("abc", "* * * * * *", url),
        ("abc", "61 * * * *", url),
        ("abc", "60 seconds", url),
        ("abc", "* * * * *", "/functions/x"),
    ] {
        let error = schedules
            .create(NewSchedule::new(name, cron, url))
            .await
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Request, "{name} {cron} {url}");
    }
    let unknown = NewSchedule::new("abc", "* * * * *", url).header("x", "${{secrets.NO_SUCH_SECRET}}");
    let error = schedules.create(unknown).await.expect_err("no secret");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("SECRET_NOT_FOUND"))
    );
    assert_eq!(
        schedules.get("nope").await.expect_err("no UUID").kind(),
        ErrorKind::Server
    );
    let days = schedules.retention_days().await.expect("a setting");
    schedules.set_retention_days(Some(3650)).await.expect("set");
    assert_eq!(schedules.retention_days().await.expect("a setting"), Some(3650));
    schedules.set_retention_days(days).await.expect("set back");
    let error = schedules.set_retention_days(Some(0)).await.expect_err("no days");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}
