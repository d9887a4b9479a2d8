//! Changes of rows.

use insforge::prelude::*;
use insforge::realtime::Change;
use insforge::{ErrorKind, Timestamp};
use insforge_tests::Backend;

use super::{Channels, message, next};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "todo list")]
struct Todo {
    #[column(pk)]
    id: i64,
    #[column(name = "the title")]
    title: String,
    body: Option<String>,
    #[column(default, readonly)]
    made: Timestamp,
}

const TABLE: &str = "create table {s}.\"todo list\" (id bigint primary key, \"the title\" text not null, \
    body text, made timestamptz not null default now(), hidden text default 'secret');";

/// JSON numbers of this size are rounded on the way.
const LARGE: i64 = 9_007_199_254_740_993;

#[tokio::test]
async fn the_changes_of_a_table_arrive_as_typed_rows() {
    let backend = Backend::connect().await;
    let space = backend.space(TABLE).await;
    let admin = space.admin();
    let channels = Channels::create(|| backend.admin(), &backend.unique("rt")).await;
    let name = channels.name("todos");
    let error = admin
        .realtime()
        .verify_changes::<Todo>(&name)
        .await
        .expect_err("nothing yet");
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    admin
        .realtime()
        .publish_changes::<Todo>("other")
        .await
        .expect("a trigger");
    let error = admin
        .realtime()
        .verify_changes::<Todo>(&name)
        .await
        .expect_err("another channel");
    assert!(error.to_string().contains("another channel"), "{error}");
    admin
        .realtime()
        .publish_changes::<Todo>(&name)
        .await
        .expect("a trigger");
    admin
        .realtime()
        .verify_changes::<Todo>(&name)
        .await
        .expect("as it should be");

    // A user, who may not publish by SQL, causes the changes.
    let (ada, _) = space.user().await;
    let room = ada.realtime().channel(&name).expect("a name");
    let mut changes = room.subscribe_changes::<Todo>().await.expect("a subscription");
    let new = NewTodo {
        id: LARGE,
        title: "write".into(),
    };
    let row: Todo = ada.database().insert(new).returning_one().await.expect("a row");
    assert_eq!(message(&mut changes).await.payload, Change::Insert(row.clone()));
    ada.database()
        .update::<Todo>()
        .set(|t| t.body.to("much"))
        .by_key(LARGE)
        .execute()
        .await
        .expect("changed");
    let changed = Todo {
        body: Some("much".into()),
        ..row.clone()
    };
    let expected = Change::Update {
        old: row,
        new: changed.clone(),
    };
    assert_eq!(message(&mut changes).await.payload, expected);
    ada.database()
        .delete::<Todo>()
        .by_key(LARGE)
        .execute()
        .await
        .expect("deleted");
    assert_eq!(message(&mut changes).await.payload, Change::Delete(changed));

    // What a user publishes under such a name is no change.
    room.publish("INSERT", &serde_json::json!({ "new": { "id": "1" } }))
        .await
        .expect("published");
    let error = next(&mut changes).await.expect_err("a forgery");
    assert!(error.to_string().contains("comes from a user"), "{error}");

    admin.realtime().stop_changes::<Todo>().await.expect("stopped");
    admin
        .realtime()
        .stop_changes::<Todo>()
        .await
        .expect("nothing to stop");
    let error = admin
        .realtime()
        .verify_changes::<Todo>(&name)
        .await
        .expect_err("nothing any more");
    assert!(error.to_string().contains("no trigger"), "{error}");
}
