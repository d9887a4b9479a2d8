//! What a write that returns rows asks for.

use insforge::prelude::*;
use insforge::{Admin, Database, ErrorKind};

#[derive(Table, Debug)]
#[table(name = "todos")]
#[relation(owner: one Profile via owner_id)]
#[relation(comments: many Comment via Comment.todo_id)]
pub struct Todo {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub owner_id: i64,
}

#[derive(Table, Debug)]
#[table(name = "profiles")]
pub struct Profile {
    #[column(pk)]
    pub id: i64,
}

#[derive(Table, Debug)]
#[table(name = "comments")]
#[relation(author: one Profile via author_id)]
pub struct Comment {
    #[column(pk)]
    pub id: i64,
    pub todo_id: i64,
    pub author_id: i64,
    pub stars: i32,
    pub meta: Json<Vec<i32>>,
}

#[derive(Projection, Debug)]
#[projection(Todo)]
pub struct Card {
    #[proj(embed = owner)]
    pub owner: Option<Profile>,
    #[proj(embed = comments)]
    pub comments: Vec<Line>,
}

#[derive(Projection, Debug)]
#[projection(Comment)]
pub struct Line {
    pub id: i64,
    #[proj(embed = author, inner)]
    pub author: Profile,
}

fn db() -> Database {
    let client: insforge::Client<Admin> =
        insforge::Client::admin("http://localhost:1", "ik_0123456789").expect("a client");
    client.database()
}

fn query(request: insforge::Result<insforge::http::Request>) -> Vec<String> {
    let pairs = request.expect("a request").query_pairs();
    pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}

const SELECT: &str = r#"select="__owner":profiles!owner_id(id::text),"__comments":comments!todo_id(id::text,"__author":profiles!author_id!inner(id::text))"#;

#[test]
fn a_scope_is_plain_keys_under_its_path() {
    let request = db()
        .update::<Todo>()
        .set(|t| t.title.to("x"))
        .by_key(7)
        .returning::<Card>()
        .embed(
            |e| e.comments,
            |c| {
                c.filter(|c| c.stars.ge(4) & c.meta.path(0).text().eq("1"))
                    .embed(|c| c.author, |a| a.filter(|a| a.id.gt(1)))
            },
        )
        .to_request();
    assert_eq!(
        query(request),
        [
            SELECT,
            r#""__comments".stars=gte.4"#,
            r#""__comments".meta->>0=eq.1"#,
            r#""__comments"."__author".id=gt.1"#,
            "id=eq.7"
        ]
    );
}

#[test]
fn every_write_returns_rows_so() {
    let new = || NewTodo {
        id: 1,
        title: "x".into(),
        owner_id: 1,
    };
    let insert = db().insert(new()).returning::<Card>();
    let upsert = db().upsert(new()).returning::<Card>();
    let delete = db().delete::<Todo>().by_key(1).returning::<Card>();
    for request in [
        insert
            .embed(|e| e.owner, |o| o.filter(|o| o.id.eq(1)))
            .to_request(),
        upsert
            .embed(|e| e.owner, |o| o.filter(|o| o.id.eq(1)))
            .to_request(),
        delete
            .embed(|e| e.owner, |o| o.filter(|o| o.id.eq(1)))
            .to_request(),
    ] {
        let request = request.expect("a request");
        let prefer = request.headers()["prefer"].to_str().expect("text");
        assert!(prefer.contains("return=representation"), "{prefer}");
        let query = query(Ok(request));
        assert_eq!(query[..2], [SELECT, r#""__owner".id=eq.1"#]);
    }
}

#[test]
fn a_scope_that_postgrest_would_apply_elsewhere_is_refused() {
    let delete = || db().delete::<Todo>().by_key(1).returning::<Card>();
    for request in [
        delete()
            .embed(|e| e.comments, |c| c.filter(|c| c.id.eq(1) | c.id.eq(2)))
            .to_request(),
        delete()
            .embed(|e| e.comments, |c| c.filter(|c| !c.id.eq(1) & c.id.lt(5)))
            .to_request(),
        delete()
            .embed(|e| e.comments, |c| c.filter(|c| c.author.exists()))
            .to_request(),
        delete()
            .embed(|e| e.comments, |c| c.order(|c| c.id.asc()))
            .to_request(),
        delete().embed(|e| e.comments, |c| c.limit(1)).to_request(),
        delete().embed(|e| e.comments, |c| c.offset(1)).to_request(),
    ] {
        assert_eq!(request.expect_err("refused").kind(), ErrorKind::Unsupported);
    }
    let none = delete()
        .embed(|e| e.comments, |c| c.filter(|_| Filter::any([])))
        .to_request();
    assert_eq!(none.expect_err("refused").kind(), ErrorKind::Request);
}
