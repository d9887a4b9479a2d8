//! Functions, on any InsForge.

use futures_util::StreamExt;
use insforge::ErrorKind;
use insforge::functions::{Function, FunctionStatus, FunctionUpdate, Method};
use insforge_tests::{Backend, EchoFunction};
use serde_json::{Value, json};

fn client(backend: &Backend) -> insforge::Client {
    insforge::Client::new(backend.url(), backend.anon_key()).expect("a client")
}

#[tokio::test]
async fn a_function_gets_what_is_sent_by_every_method_and_its_answer_comes_back_whole() {
    let backend = Backend::connect().await;
    let (echo, client) = (EchoFunction::create(backend).await, client(backend));
    let functions = client.functions();
    let answer: Value = functions
        .invoke(echo.slug(), &json!({"hello": "wörld", "n": 1}))
        .await
        .expect("an answer");
    assert_eq!(
        (&answer["method"], &answer["body"]),
        (&json!("POST"), &json!(r#"{"hello":"wörld","n":1}"#))
    );

    for method in [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ] {
        let call = functions
            .request(echo.slug())
            .method(method.clone())
            .query("x", "a b&")
            .header("X-Custom", "abc");
        let answer: Value = call.send().await.expect("an answer");
        assert_eq!(answer["method"], method.as_str());
        assert_eq!(
            (&answer["x"], &answer["custom"]),
            (&json!("a b&"), &json!("abc")),
            "{method}"
        );
    }

    let response = functions
        .request(echo.slug())
        .query("s", "201")
        .json(&[1, 2])
        .response()
        .await
        .expect("an answer");
    assert_eq!(
        (response.status.as_u16(), &response.headers["x-from-function"]),
        (201, &"yes".parse().expect("a value"))
    );
    assert_eq!(response.json::<Value>().expect("JSON")["body"], "[1,2]");
}

#[tokio::test]
async fn a_call_without_a_body_arrives_as_an_empty_object_and_a_typed_one_as_its_type() {
    let backend = Backend::connect().await;
    let (echo, client) = (EchoFunction::create(backend).await, client(backend));
    let functions = client.functions();
    let answer: Value = functions.request(echo.slug()).send().await.expect("an answer");
    assert_eq!(
        (&answer["method"], &answer["body"]),
        (&json!("POST"), &json!("{}"))
    );
    let head = functions.request(echo.slug()).method(Method::HEAD).response();
    assert!(head.await.expect("a head").body.is_empty());

    #[derive(serde::Serialize)]
    struct Order {
        id: u32,
    }
    #[derive(serde::Deserialize)]
    struct Echoed {
        body: String,
    }
    let order: Function<Order, Echoed> = Function::new(echo.slug().to_owned().leak());
    let echoed = functions.call(&order, &Order { id: 7 }).await.expect("an answer");
    assert_eq!(echoed.body, r#"{"id":7}"#);
}

#[tokio::test]
async fn an_answer_is_read_as_bytes_as_they_come_and_as_events() {
    let backend = Backend::connect().await;
    let (echo, client) = (EchoFunction::create(backend).await, client(backend));
    let ask = || client.functions().request(echo.slug()).query("events", "1");
    let events: Vec<_> = ask()
        .events()
        .await
        .expect("events")
        .map(|event| event.expect("a good one"))
        .collect()
        .await;
    assert_eq!(events[0].json::<u8>().expect("a number"), 1);
    assert_eq!(
        (events[1].event.as_deref(), events[1].is_done()),
        (Some("last"), true)
    );
    let stream = ask().stream().await.expect("a stream");
    assert_eq!(stream.status.as_u16(), 200);
    let pieces: Vec<_> = stream.map(|piece| piece.expect("a piece")).collect().await;
    assert!(pieces.concat().starts_with(b"data: 1\n\n"));
    let error = client
        .functions()
        .request(echo.slug())
        .query("s", "409")
        .stream()
        .await
        .expect_err("a failure is no stream");
    assert!(error.is_conflict() && error.function_bytes().is_some());
}

#[tokio::test]
async fn the_failure_of_a_function_keeps_its_status_headers_and_body() {
    let backend = Backend::connect().await;
    let (echo, client) = (EchoFunction::create(backend).await, client(backend));
    for (status, kind) in [
        (400, ErrorKind::Invalid),
        (401, ErrorKind::Unauthorized),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (500, ErrorKind::Server),
    ] {
        let call = client
            .functions()
            .request(echo.slug())
            .query("s", status.to_string());
        let error = call
            .json(&json!({"a": 1}))
            .send::<Value>()
            .await
            .expect_err("a failure");
        assert_eq!((error.status(), error.kind()), (Some(status), kind));
        assert_eq!(
            error.function_body::<Value>().expect("the body")["body"],
            r#"{"a":1}"#
        );
        assert_eq!(
            error.function_headers().expect("the headers")["x-from-function"],
            "yes"
        );
    }
    let error = client
        .functions()
        .request(echo.slug())
        .query("throw", "1")
        .send::<Value>()
        .await
        .expect_err("it throws");
    assert_eq!((error.status(), error.message()), (Some(500), "kaboom"));
    let error = client
        .functions()
        .invoke::<Value>("it-nobody-made-this", &json!({}))
        .await
        .expect_err("there is none");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn an_administrator_keeps_functions() {
    let backend = Backend::connect().await;
    let (echo, functions) = (EchoFunction::create(backend).await, backend.admin().functions());
    let typed: Function<Value, Value> = Function::new("it-nobody-made-this");
    assert_eq!(
        functions
            .call(&typed, &json!({}))
            .await
            .expect_err("there is none")
            .kind(),
        ErrorKind::NotFound
    );

    let listed = functions.list().await.expect("a list");
    assert!(
        listed
            .functions
            .iter()
            .any(|one| one.slug == echo.slug() && one.code.is_none())
    );
    let got = functions.get(echo.slug()).await.expect("a function");
    assert!(got.code.is_some_and(|code| code.contains("x-custom")));
    let changed = functions
        .update(
            echo.slug(),
            FunctionUpdate::new()
                .description("changed")
                .status(FunctionStatus::Draft),
        )
        .await
        .expect("a change");
    assert_eq!(changed.function.description.as_deref(), Some("changed"));
    assert_eq!(changed.function.status, FunctionStatus::Draft);
    let error = functions
        .invoke::<Value>(echo.slug(), &json!({}))
        .await
        .expect_err("a draft answers nobody");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let again = insforge::functions::NewFunction::new("again", "x").slug(echo.slug());
    assert!(
        functions
            .create(again)
            .await
            .expect_err("it is there")
            .is_conflict()
    );
    for (name, code, refused) in [
        ("health", "x", "FUNCTION_SLUG_RESERVED"),
        (
            "it serves itself",
            "Deno.serve(() => new Response())",
            "INVALID_INPUT",
        ),
    ] {
        let function = insforge::functions::NewFunction::new(name, code);
        let error = functions.create(function).await.expect_err("it cannot be");
        assert_eq!((error.kind(), error.code()), (ErrorKind::Invalid, Some(refused)));
    }
    assert!(
        functions
            .get("it-nobody-made-this")
            .await
            .expect_err("none")
            .is_not_found()
    );
    // Where functions are deployed elsewhere there may be logs.
    if let Err(error) = functions.build_logs(None).await {
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}
