//! Row-level security decides who may subscribe and publish.

use insforge::ErrorKind;
use insforge_tests::Backend;
use serde_json::{Value, json};

use super::{Channels, Undo, message};

/// Runs SQL as the owner of the database, whose the tables of realtime are.
async fn owner_sql(backend: &Backend, sql: &str) -> insforge::Result<Value> {
    let key = backend.api_key().to_owned();
    let answer = postgrest::Postgrest::new(format!("{}/api/database/advance", backend.url()))
        .insert_header("authorization", format!("Bearer {key}"))
        .from("rawsql/unrestricted")
        .insert(json!({ "query": sql }).to_string())
        .execute()
        .await
        .expect("an answer");
    assert!(answer.status().is_success(), "{:?}", answer.text().await);
    Ok(serde_json::from_str(&answer.text().await.expect("a body")).expect("JSON"))
}

/// Policies for the channels of this prefix; all others stay as open as they are. They go with the value.
async fn policies(backend: &'static Backend, prefix: &str) -> Undo {
    let before = owner_sql(
        backend,
        "select relname::text as name from pg_class where not relrowsecurity \
         and oid in ('realtime.channels'::regclass, 'realtime.messages'::regclass)",
    )
    .await
    .expect("tables");
    let open: Vec<String> = before["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            format!(
                "alter table realtime.{} disable row level security;",
                row["name"].as_str().expect("a name")
            )
        })
        .collect();
    let undo = format!(
        "{} drop policy if exists \"{prefix}-others\" on realtime.channels; \
         drop policy if exists \"{prefix}-readers\" on realtime.channels; \
         drop policy if exists \"{prefix}-others\" on realtime.messages; \
         drop policy if exists \"{prefix}-writers\" on realtime.messages",
        open.concat()
    );
    let undo = Undo::new(async move || owner_sql(backend, &undo).await.map(drop));
    let mine = format!("coalesce(realtime.channel_name(), '') like '{prefix}:%'");
    let sql = format!(
        "create policy \"{prefix}-others\" on realtime.channels for select using (not {mine}); \
         create policy \"{prefix}-readers\" on realtime.channels for select to authenticated using ({mine}); \
         create policy \"{prefix}-others\" on realtime.messages for insert with check (not {mine}); \
         create policy \"{prefix}-writers\" on realtime.messages for insert to authenticated \
         with check (channel_name = '{prefix}:open' and realtime.channel_name() = channel_name); \
         alter table realtime.channels enable row level security; \
         alter table realtime.messages enable row level security"
    );
    owner_sql(backend, &sql).await.expect("policies");
    undo
}

#[tokio::test]
async fn policies_decide_who_may_subscribe_and_what_may_be_published() {
    let backend = Backend::connect().await;
    let channels = Channels::create(|| backend.admin(), &backend.unique("rls")).await;
    let _undo = policies(backend, channels.prefix()).await;
    let (open, closed) = (channels.name("open"), channels.name("closed"));

    let anybody = backend.anon();
    let room = anybody.realtime().channel(&open).expect("a name");
    let error = room.subscribe::<Value>().await.expect_err("nobody is signed in");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("REALTIME_UNAUTHORIZED"))
    );

    let ada = backend.account().await.client().await;
    let room = ada.realtime().channel(&open).expect("a name");
    let mut reader = room.subscribe::<Value>().await.expect("a subscription");
    room.publish("n", &json!({ "n": 1 })).await.expect("published");
    assert_eq!(message(&mut reader).await.payload, json!({ "n": 1 }));
    let room = ada.realtime().channel(&closed).expect("a name");
    let _reader = room.subscribe::<Value>().await.expect("a subscription");
    let error = room
        .publish("n", &json!({ "n": 1 }))
        .await
        .expect_err("forbidden");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Forbidden, Some("REALTIME_UNAUTHORIZED"))
    );

    let permissions = backend.admin().realtime().permissions().await.expect("policies");
    let named = |name: &str| format!("{}-{name}", channels.prefix());
    let readers = permissions
        .subscribe
        .iter()
        .find(|policy| policy.policy_name == named("readers"));
    assert_eq!(readers.expect("a policy").roles, ["authenticated"]);
    let writers = permissions
        .publish
        .iter()
        .find(|policy| policy.policy_name == named("writers"));
    let writers = writers.expect("a policy");
    assert_eq!(
        (writers.table_name.as_str(), writers.command.as_str()),
        ("messages", "INSERT")
    );
    assert!(
        writers
            .with_check
            .as_deref()
            .is_some_and(|check| check.contains(&open))
    );
}
