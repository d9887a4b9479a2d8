//! Enum types, open and closed, and newtypes.

use insforge::ErrorKind;
use insforge::prelude::*;
use insforge_tests::{Backend, Space};

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "priority")]
enum Priority {
    Low,
    High,
    #[pg_enum(rename = "very high!")]
    VeryHigh,
    Unknown(String),
}

#[derive(PgEnum, Debug, Clone, PartialEq)]
#[pg_enum(name = "priority", closed)]
enum Closed {
    Low,
    High,
}

/// A number of its own kind.
#[derive(PgValue, Debug, Clone, Copy, PartialEq)]
struct TicketId(i64);

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "tickets")]
struct Ticket {
    #[column(pk)]
    id: TicketId,
    priority: Priority,
    #[column(default)]
    more: Vec<Priority>,
    parent: Option<TicketId>,
}

#[derive(Table, Debug)]
#[table(name = "tickets")]
struct ClosedTicket {
    #[column(pk)]
    id: TicketId,
    priority: Closed,
}

async fn space() -> Space {
    Backend::connect()
        .await
        .space(
            "create type {s}.priority as enum ('low', 'high', 'very high!', 'brand_new'); \
             create table {s}.tickets (id int8 primary key, priority {s}.priority not null, \
             more {s}.priority[] not null default '{}', parent int8);",
        )
        .await
}

#[tokio::test]
async fn enums_are_written_found_and_ordered() {
    let space = space().await;
    let db = space.admin().database();
    let big = TicketId(9_007_199_254_740_993);
    let rows = [
        NewTicket {
            id: big,
            priority: Priority::VeryHigh,
        }
        .more(vec![Priority::Low, Priority::VeryHigh]),
        NewTicket {
            id: TicketId(2),
            priority: Priority::Low,
        }
        .parent(big),
    ];
    db.insert_many(rows).execute().await.expect("rows");
    let row = db
        .from::<Ticket>()
        .filter(|t| t.priority.eq(Priority::VeryHigh))
        .one()
        .await
        .expect("a row");
    assert_eq!((row.id, row.more), (big, vec![Priority::Low, Priority::VeryHigh]));
    let by_list = db
        .from::<Ticket>()
        .filter(|t| t.priority.in_([Priority::VeryHigh, Priority::High]));
    assert_eq!(by_list.count().await.expect("a count"), 1);
    let sorted = db
        .from::<Ticket>()
        .order(|t| t.priority.desc())
        .first()
        .await
        .expect("a row")
        .expect("a row");
    assert_eq!(
        sorted.priority,
        Priority::VeryHigh,
        "in the order of the type, not of the alphabet"
    );
    assert_eq!(
        db.from::<Ticket>()
            .filter(|t| t.parent.eq(big))
            .one()
            .await
            .expect("a row")
            .id,
        TicketId(2)
    );
    assert_eq!(
        db.from::<Ticket>()
            .filter(|t| t.more.contains_all([Priority::VeryHigh]))
            .count()
            .await
            .expect("a count"),
        1
    );
    assert_eq!(
        db.from::<Ticket>()
            .by_key(big)
            .one()
            .await
            .expect("a row")
            .priority,
        Priority::VeryHigh
    );
}

#[tokio::test]
async fn a_value_the_program_does_not_know_is_read_and_never_sent() {
    let space = space().await;
    let db = space.admin().database();
    space
        .sql("insert into {s}.tickets (id, priority) values (1, 'brand_new')")
        .await;
    let row = db
        .from::<Ticket>()
        .by_key(TicketId(1))
        .one()
        .await
        .expect("a row");
    assert_eq!(row.priority, Priority::Unknown("brand_new".into()));
    let error = db
        .from::<Ticket>()
        .filter(|t| t.priority.eq(&row.priority))
        .all()
        .await
        .expect_err("not known");
    assert_eq!(error.kind(), ErrorKind::Request);
    let error = db
        .insert(NewTicket {
            id: TicketId(3),
            priority: row.priority,
        })
        .execute()
        .await
        .expect_err("not known");
    assert!(error.to_string().contains("brand_new"), "{error}");

    let error = db.from::<ClosedTicket>().all().await.expect_err("closed");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("[0].priority"))
    );
}
