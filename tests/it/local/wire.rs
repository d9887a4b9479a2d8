//! Requests as they arrive are requests as they were shown.

use insforge::prelude::*;

use super::local;
use crate::tables::{NewTodo, TODOS, Todo};

#[tokio::test]
async fn what_to_request_shows_is_what_arrives() {
    let local = local().await;
    local.sql(TODOS.replace("{s}", "public")).await.expect("a table");
    let db = Client::admin(local.url(), local.api_key())
        .expect("a client")
        .database();
    let hostile = "a\"b\\c,(d) *%_ + & = # ü {}";
    local.clear_requests();

    let read = db
        .from::<Todo>()
        .filter(|t| t.title.eq(hostile) | t.slug.in_([hostile]))
        .order(|t| t.id.asc())
        .limit(3);
    let insert = || {
        db.insert(NewTodo {
            slug: hostile.into(),
            title: hostile.into(),
        })
    };
    let update = || {
        db.update::<Todo>()
            .set(|t| t.body.to(hostile))
            .filter(|t| t.title.eq(hostile) & t.id.ge(0))
    };
    let shown = [
        insert().to_request().expect("a request"),
        read.to_request().expect("a request"),
        update().to_request().expect("a request"),
    ];
    assert_eq!(insert().execute().await.expect("a write"), 1);
    assert_eq!(read.all().await.expect("rows").len(), 1);
    assert_eq!(update().execute().await.expect("a write"), 1);

    let arrived = local.requests();
    assert_eq!(arrived.len(), shown.len());
    for (shown, arrived) in shown.iter().zip(&arrived) {
        assert_eq!(arrived.method, shown.method().as_str());
        assert_eq!(arrived.target, shown.target());
        assert_eq!(&arrived.body[..], shown.body().unwrap_or_default());
        for (name, value) in shown.headers() {
            assert_eq!(arrived.header(name.as_str()), value.to_str().ok());
        }
        let authorization = arrived.header("authorization").unwrap_or_default();
        assert!(
            !authorization.contains("ik_"),
            "the log keeps no secrets: {authorization}"
        );
        assert!(!format!("{shown:?}").contains("ik_"));
    }
}
