//! Functions at a host of their own, and failures on the way: what only the local InsForge shows.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use insforge::http::RetryPolicy;
use insforge::{Client, ErrorKind};
use insforge_local::{Fault, FunctionReply, Local, Matcher};
use serde_json::{Value, json};

use super::local;

fn client(local: &Local, direct: bool) -> Client {
    let builder =
        Client::builder(local.url()).retry(RetryPolicy::default().base_delay(Duration::from_millis(5)));
    let builder = if direct {
        builder.functions_url(local.functions_url())
    } else {
        builder
    };
    builder.anon_key(local.anon_key()).build().expect("a client")
}

#[tokio::test]
async fn a_functions_host_takes_any_body_and_gives_events_as_they_are_written() {
    let local = local().await;
    local.function("size", |request| async move {
        FunctionReply::json(&json!(request.body.len()))
    });
    local.function("slow", |_| async {
        let pieces = stream::iter(1..=3_u8).then(|number| async move {
            if number > 1 {
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            bytes::Bytes::from(format!("data: {number}\n\n"))
        });
        FunctionReply::stream("text/event-stream", pieces)
    });
    let (client, by_project) = (client(&local, true), client(&local, false));
    let size: usize = client
        .functions()
        .request("size")
        .body("application/octet-stream", vec![0u8; 3000])
        .send()
        .await
        .expect("a size");
    assert_eq!(size, 3000);
    let mut events = client.functions().request("slow").events().await.expect("events");
    let first = tokio::time::timeout(Duration::from_millis(350), events.next())
        .await
        .expect("before the end");
    assert_eq!(first.expect("one").expect("good").data, "1");
    assert_eq!(
        events
            .map(|event| event.expect("good").data)
            .collect::<Vec<_>>()
            .await,
        ["2", "3"]
    );
    // By the project's route the same events come, once all are there.
    let events = by_project
        .functions()
        .request("slow")
        .events()
        .await
        .expect("events");
    assert_eq!(events.count().await, 3);
    assert!(
        local
            .requests()
            .iter()
            .any(|request| request.path() == "/functions-host/size")
    );
}

#[tokio::test]
async fn a_404_of_the_function_itself_runs_it_once_and_an_unknown_one_goes_by_the_project() {
    let local = local().await;
    local.function("order", |_| async {
        FunctionReply::json(&json!({"error": "no such order"})).with_status(404)
    });
    let client = client(&local, true);
    local.clear_requests();
    let error = client
        .functions()
        .invoke::<Value>("order", &json!({}))
        .await
        .expect_err("its answer");
    assert_eq!(
        error.function_body::<Value>().expect("its body")["error"],
        "no such order"
    );
    assert_eq!(local.requests().len(), 1);
    local.clear_requests();
    for _ in 0..2 {
        client
            .functions()
            .invoke::<Value>("nobody", &json!({}))
            .await
            .expect_err("there is none");
    }
    let paths: Vec<String> = local
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        ["/functions-host/nobody", "/functions/nobody", "/functions/nobody"]
    );
}

#[tokio::test]
async fn a_function_whose_answer_is_lost_has_run_and_runs_again_only_if_it_may() {
    let local = local().await;
    let runs = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&runs);
    local.function("count", move |_| {
        let run = counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        async move { FunctionReply::json(&json!(run)) }
    });
    let client = client(&local, false);
    local
        .faults()
        .push(Matcher::path("/functions/count"), 1, Fault::ResetAfter);
    let error = client
        .functions()
        .invoke::<u32>("count", &json!({}))
        .await
        .expect_err("the answer is lost");
    assert_eq!(
        (error.kind(), runs.load(std::sync::atomic::Ordering::SeqCst)),
        (ErrorKind::Interrupted, 1)
    );
    local
        .faults()
        .push(Matcher::path("/functions/count"), 1, Fault::ResetAfter);
    let run: u32 = client
        .functions()
        .request("count")
        .idempotent()
        .send()
        .await
        .expect("the second answer");
    assert_eq!(run, 3);
}
