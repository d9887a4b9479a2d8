//! Row-level security, grants, and the credentials that meet them.

use insforge::prelude::*;
use insforge::{Database, ErrorKind};
use insforge_tests::{Backend, Space};

/// A note of one user's.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "notes")]
struct Note {
    #[column(pk, identity = always)]
    id: i64,
    text: String,
    #[column(default)]
    owner: uuid::Uuid,
}

/// A table that takes letters and shows none.
#[derive(Table, Debug)]
#[table(name = "letterbox")]
struct Letter {
    #[column(pk, identity = always)]
    id: i64,
    text: String,
}

/// A table that nobody but the administrator may touch.
#[derive(Table, Debug)]
#[table(name = "vault")]
struct Vault {
    #[column(pk)]
    id: i32,
}

async fn space() -> Space {
    let space = Backend::connect()
        .await
        .space(
            "create table {s}.notes (id bigint generated always as identity primary key, text text not null, \
             owner uuid not null default auth.uid()); \
             alter table {s}.notes enable row level security; \
             create policy own on {s}.notes using (owner = auth.uid()) with check (owner = auth.uid()); \
             create table {s}.letterbox (id bigint generated always as identity primary key, text text not null); \
             alter table {s}.letterbox enable row level security; \
             create policy put on {s}.letterbox for insert with check (true); \
             create table {s}.vault (id int primary key);",
        )
        .await;
    space
        .sql("revoke all on {s}.vault from anon, authenticated")
        .await;
    space
}

async fn write(db: &Database, text: &str) -> Note {
    db.insert(NewNote { text: text.into() })
        .returning_one()
        .await
        .expect("one's own note")
}

#[tokio::test]
async fn users_see_and_touch_their_own_rows_only() {
    let space = space().await;
    let ((alice, alice_id), (bob, _)) = (space.user().await, space.user().await);
    let note = write(&alice.database(), "mine").await;
    assert_eq!(note.owner, alice_id);
    write(&bob.database(), "his").await;
    assert_eq!(
        alice.database().from::<Note>().all().await.expect("rows"),
        std::slice::from_ref(&note)
    );
    let bobs = bob.database();
    assert_eq!(
        bobs.from::<Note>()
            .by_key(note.id)
            .count()
            .await
            .expect("a count"),
        0
    );
    let error = bobs
        .update::<Note>()
        .set(|n| n.text.to("x"))
        .by_key(note.id)
        .expect_one()
        .await
        .expect_err("hidden");
    assert_eq!((error.kind(), error.rows()), (ErrorKind::RowCount, Some(0)));
    assert_eq!(
        bobs.delete::<Note>()
            .all_rows()
            .execute()
            .await
            .expect("his own alone"),
        1
    );
    assert_eq!(
        space
            .admin()
            .database()
            .from::<Note>()
            .count()
            .await
            .expect("a count"),
        1
    );
}

#[tokio::test]
async fn a_refused_row_is_told_from_a_missing_grant() {
    let space = space().await;
    let (alice, _) = space.user().await;
    let db = alice.database();
    let foreign = NewNote { text: "x".into() }.owner(uuid::Uuid::nil());
    let error = db.insert(foreign).execute().await.expect_err("not hers");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.is_rls_denied() && !error.is_grant_denied(), "{error:?}");

    let error = db.from::<Vault>().all().await.expect_err("no grant");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(error.is_grant_denied() && !error.is_rls_denied(), "{error:?}");

    // A signed-out caller's 401 with 42501 is a refusal, and no broken token.
    let error = space
        .anon()
        .database()
        .from::<Vault>()
        .all()
        .await
        .expect_err("no grant");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Forbidden, Some(401)));
    assert!(!error.is_unauthorized());
}

#[tokio::test]
async fn a_write_asks_for_no_right_to_read_unless_rows_are_wanted_back() {
    let space = space().await;
    let db = space.anon().database();
    let letter = || NewLetter { text: "dear".into() };
    assert_eq!(db.insert(letter()).execute().await.expect("a write"), 1);
    let error = db
        .insert(letter())
        .returning_one::<Letter>()
        .await
        .expect_err("nothing may be read");
    assert!(error.is_rls_denied());
    let text = error.to_string();
    assert!(
        text.contains("SELECT") && text.contains("INSERT"),
        "both policies are named: {text}"
    );
}

#[tokio::test]
async fn handles_of_several_users_do_not_mix() {
    let space = space().await;
    let mut users = Vec::new();
    for n in 0..3 {
        let (client, id) = space.user().await;
        let token = client
            .auth()
            .session()
            .expect("a session")
            .access_token()
            .to_owned();
        write(&client.database(), &format!("note of {n}")).await;
        users.push((token, id));
    }
    let shared = space.anon();
    let mut calls = Vec::new();
    for round in 0..10 {
        for (token, id) in users.clone() {
            let handle = shared.as_user(&token).expect("a handle");
            calls.push(tokio::spawn(async move {
                let rows = handle.database().from::<Note>().all().await.expect("rows");
                assert!(
                    rows.iter().all(|row| row.owner == id) && rows.len() == 1,
                    "round {round}"
                );
            }));
        }
    }
    for call in calls {
        call.await.expect("its own rows");
    }
    assert_eq!(
        shared.database().from::<Note>().count().await.expect("a count"),
        0,
        "the client stayed signed out"
    );
}

#[tokio::test]
async fn a_token_that_is_none_is_unauthorized() {
    let space = space().await;
    let client = space
        .anon()
        .as_user("eyJhbGciOiJIUzI1NiJ9.e30.c2ln")
        .expect("it looks like one");
    let error = client
        .database()
        .from::<Note>()
        .all()
        .await
        .expect_err("not a token of this project");
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(!error.to_string().contains("c2ln") && !format!("{error:?}").contains("c2ln"));
}

/// The letterbox with a key that its sender makes.
#[derive(Table, Debug)]
#[table(name = "keyed_letterbox")]
struct KeyedLetter {
    #[column(pk)]
    id: i64,
    text: String,
}

#[tokio::test]
async fn an_upsert_reads_what_it_may_meet_and_the_advice_says_so() {
    let space = Backend::connect()
        .await
        .space(
            "create table {s}.keyed_letterbox (id bigint primary key, text text not null); \
             alter table {s}.keyed_letterbox enable row level security; \
             create policy put on {s}.keyed_letterbox for insert with check (true); \
             create policy edit on {s}.keyed_letterbox for update using (true) with check (true);",
        )
        .await;
    let db = space.anon().database();
    let letter = |id| NewKeyedLetter {
        id,
        text: "dear".into(),
    };
    assert_eq!(db.insert(letter(1)).execute().await.expect("a write"), 1);
    for error in [
        db.upsert(letter(2))
            .execute()
            .await
            .expect_err("nothing may be read"),
        db.upsert(letter(3))
            .ignore()
            .execute()
            .await
            .expect_err("nothing may be read"),
    ] {
        assert!(error.is_rls_denied() && !error.is_grant_denied(), "{error:?}");
        let text = error.to_string();
        for policy in ["INSERT", "UPDATE", "SELECT"] {
            assert!(text.contains(policy), "{text}");
        }
    }
    space
        .sql("create policy look on {s}.keyed_letterbox for select using (true)")
        .await;
    assert_eq!(db.upsert(letter(2)).execute().await.expect("a write"), 1);
}

#[tokio::test]
async fn a_missing_grant_is_named_with_the_privileges_that_the_call_needs() {
    let space = space().await;
    space
        .sql("revoke all on {s}.letterbox from anon; grant insert on {s}.letterbox to anon")
        .await;
    let db = space.anon().database();
    let letter = || NewLetter { text: "dear".into() };
    assert_eq!(db.insert(letter()).execute().await.expect("a write"), 1);
    let returned = db
        .insert(letter())
        .returning_one::<Letter>()
        .await
        .expect_err("no SELECT");
    let updated = db
        .update::<Letter>()
        .set(|l| l.text.to("x"))
        .all_rows()
        .execute()
        .await
        .expect_err("no UPDATE");
    let deleted = db
        .delete::<Letter>()
        .all_rows()
        .execute()
        .await
        .expect_err("no DELETE");
    for (error, needed) in [
        (returned, "GRANT INSERT and SELECT"),
        (updated, "GRANT UPDATE and SELECT"),
        (deleted, "GRANT DELETE and SELECT"),
    ] {
        assert!(error.is_grant_denied() && !error.is_rls_denied(), "{error:?}");
        assert!(error.to_string().contains(needed), "{error}");
    }
}
