//! Unit tests of a user's: rows are plain structs, requests are read without a server.

use insforge::prelude::*;
use insforge::{Client, Query};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "users")]
pub struct User {
    #[column(pk)]
    pub id: i64,
    pub name: String,
    pub score: Option<i32>,
}

fn best(query: Query<User>, least: i32) -> Query<User> {
    query
        .filter(|u| u.score.ge(least))
        .order(|u| u.score.desc())
        .limit(3)
}

fn label(user: &User) -> String {
    match user {
        User {
            score: Some(score),
            name,
            ..
        } => format!("{name}: {score}"),
        User { name, .. } => name.clone(),
    }
}

#[test]
fn the_request_is_what_the_test_says() {
    let client = Client::new("http://localhost:1", "anon_key").expect("a client");
    let request = best(client.database().from(), 5).to_request().expect("a request");
    assert_eq!(request.method(), "GET");
    assert!(request.target().contains("score=gte.5"), "{}", request.target());
}

#[test]
fn rows_are_made_by_hand() {
    let user = User {
        id: 1,
        name: "ann".into(),
        score: Some(7),
    };
    let User { id, .. } = user.clone();
    assert_eq!((label(&user).as_str(), id), ("ann: 7", 1));
    assert_eq!(label(&User { score: None, ..user }), "ann");
}
