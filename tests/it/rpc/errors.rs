//! What a call is told that fails.

use insforge::ErrorKind;
use insforge::prelude::*;

use super::functions;

#[derive(Rpc)]
#[rpc(name = "over", returns = Scalar<i32>)]
struct Over {
    v: i32,
}

#[derive(Rpc)]
#[rpc(name = "add", returns = Scalar<i32>)]
struct Misnamed {
    a: i32,
    c: i32,
}

#[derive(Rpc)]
#[rpc(name = "no_such_function", returns = Void)]
struct Missing;

#[derive(Rpc)]
#[rpc(name = "not_stable", returns = Scalar<i32>, stable)]
struct NotStable;

#[derive(Rpc)]
#[rpc(name = "fails", returns = Scalar<i32>)]
struct Fails<'a> {
    code: &'a str,
}

#[derive(Rpc)]
#[rpc(name = "whole", returns = Void)]
struct Whole {
    #[arg(unnamed)]
    body: Json<serde_json::Value>,
}

#[derive(Rpc)]
#[rpc(name = "half", returns = Scalar<f64>)]
struct Half {
    x: f64,
}

#[tokio::test]
async fn an_unknown_function_is_explained_with_its_arguments() {
    let space = functions().await;
    let db = space.admin().database();
    let error = db
        .call(Misnamed { a: 1, c: 2 })
        .one()
        .await
        .expect_err("no such argument");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::SchemaCache, Some("PGRST202"))
    );
    let text = error.to_string();
    for part in [
        "database.rpc",
        "no function `add` takes the arguments `a`, `c`",
        "add(a, b)",
        "schema cache",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let error = db.call(Missing).execute().await.expect_err("no such function");
    assert!(
        error
            .to_string()
            .contains("no function `no_such_function` takes no arguments"),
        "{error}"
    );
}

#[tokio::test]
async fn overloads_that_types_alone_tell_apart_are_explained() {
    let space = functions().await;
    let error = space
        .admin()
        .database()
        .call(Over { v: 1 })
        .one()
        .await
        .expect_err("two of them");
    assert_eq!(error.code(), Some("PGRST203"));
    assert!(
        error
            .to_string()
            .contains("several functions `over` take the argument `v` alone"),
        "{error}"
    );
    assert!(error.to_string().contains("rename"), "{error}");
}

#[tokio::test]
async fn a_function_that_is_not_stable_after_all_says_so() {
    let space = functions().await;
    let error = space
        .admin()
        .database()
        .call(NotStable)
        .one()
        .await
        .expect_err("read-only");
    assert_eq!(error.sqlstate(), Some("25006"));
    assert!(
        error.to_string().contains("remove the word from `#[rpc(..)]`"),
        "{error}"
    );
}

#[tokio::test]
async fn what_a_function_raises_arrives() {
    let space = functions().await;
    let db = space.admin().database();
    let error = db.call(Fails { code: "P0001" }).one().await.expect_err("raised");
    assert_eq!(
        (error.message(), error.hint(), error.status()),
        ("told so", Some("a hint"), Some(400))
    );
    let error = db.call(Fails { code: "PT409" }).one().await.expect_err("raised");
    assert_eq!((error.kind(), error.status()), (ErrorKind::Conflict, Some(409)));
}

#[tokio::test]
async fn arguments_that_cannot_be_sent_are_refused_before_they_are() {
    let space = functions().await;
    let db = space.admin().database();
    let refused = |error: insforge::Error| (error.kind(), error.message().to_owned());
    let (kind, message) = refused(db.call(Half { x: f64::NAN }).to_request().expect_err("no number"));
    assert_eq!(kind, ErrorKind::Request);
    assert!(
        message.starts_with("argument `x`: NaN cannot be sent"),
        "{message}"
    );
    let (kind, message) = refused(db.call(Fails { code: "\0" }).to_request().expect_err("a NUL"));
    assert_eq!(kind, ErrorKind::Request);
    assert!(message.starts_with("argument `code`:"), "{message}");
    for body in [
        serde_json::json!(5),
        serde_json::json!([1, 2]),
        serde_json::json!([{"a": 1}, {"b": 1}]),
    ] {
        let call = db.call(Whole { body: Json(body) });
        let (kind, message) = refused(call.to_request().expect_err("no body"));
        assert_eq!(kind, ErrorKind::Request);
        assert!(message.contains("an object or an array of objects"), "{message}");
    }
}

#[tokio::test]
async fn a_grant_that_lacks_is_forbidden() {
    let space = functions().await;
    space
        .sql("revoke execute on function {s}.over(int) from public, anon")
        .await;
    space.sql("drop function {s}.over(text)").await;
    let start = std::time::Instant::now();
    let error = loop {
        let error = space
            .anon()
            .database()
            .call(Over { v: 1 })
            .one()
            .await
            .expect_err("not granted");
        // PostgREST reads the schema again on its own time.
        if error.code() != Some("PGRST203") || start.elapsed() > super::PATIENCE {
            break error;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    assert_eq!(
        (error.kind(), error.sqlstate()),
        (ErrorKind::Forbidden, Some("42501"))
    );
}
