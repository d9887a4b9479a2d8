use std::time::{Duration, Instant};

use insforge_local::{Fault, Local, Matcher};

use crate::client::{call, http};

#[tokio::test]
async fn each_kind_of_fault_happens_as_often_as_asked() {
    let local = Local::start().await.unwrap();
    local
        .sql("create table broken (id int primary key)")
        .await
        .unwrap();
    let faults = local.faults();
    let health = || call(&local, "GET", "/api/health");

    faults.push("/api/health", 1, Fault::Delay(Duration::from_millis(300)));
    let start = Instant::now();
    assert_eq!(health().send().await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(300));

    let headers = vec![("retry-after".to_owned(), "7".to_owned())];
    faults.push(
        ("GET", "/api/health"),
        2,
        Fault::Status(503, "busy".to_owned(), headers),
    );
    for _ in 0..2 {
        let reply = health().send().await;
        assert_eq!(
            (reply.status, reply.text.as_str(), reply.header("retry-after")),
            (503, "busy", "7")
        );
    }
    assert_eq!(health().send().await.status, 200);

    faults.push(Matcher::any(), 1, Fault::Reset);
    assert!(health().attempt().await.is_err());
    assert_eq!(health().send().await.status, 200);

    let insert = |id: u8| {
        let body = format!(r#"{{"id":{id}}}"#);
        call(&local, "POST", "/api/database/records/broken")
            .bearer(local.anon_key())
            .json(body)
    };
    faults.push(("POST", "/api/database/records/broken"), 1, Fault::Reset);
    assert!(insert(1).attempt().await.is_err());
    faults.push(("POST", "/api/database/records/broken"), 1, Fault::ResetAfter);
    assert!(insert(2).attempt().await.is_err());
    let rows = call(&local, "GET", "/api/database/records/broken")
        .bearer(local.anon_key())
        .send()
        .await;
    assert_eq!(rows.text, r#"[{"id":2}]"#);
    assert_eq!(faults.pending(), 0);
    local.shutdown().await;
}

#[tokio::test]
async fn an_answer_can_be_cut_short() {
    let local = Local::start().await.unwrap();
    let whole = call(&local, "GET", "/api/auth/public-config").send().await.text;
    for length in [0, 1, 20, whole.len() - 1] {
        local
            .faults()
            .push("/api/auth/public-config", 1, Fault::Truncate(length));
        let mut response = http()
            .get(format!("{}/api/auth/public-config", local.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(response.content_length(), Some(whole.len() as u64));
        let mut seen = Vec::new();
        let end = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => seen.extend_from_slice(&chunk),
                other => break other,
            }
        };
        assert!(end.is_err());
        assert_eq!(seen, &whole.as_bytes()[..length]);
    }
    local
        .faults()
        .push("/api/auth/public-config", 1, Fault::Truncate(100_000));
    assert_eq!(
        call(&local, "GET", "/api/auth/public-config").send().await.text,
        whole
    );
    local.shutdown().await;
}

#[tokio::test]
async fn requests_are_written_down_without_their_secrets() {
    let local = Local::start().await.unwrap();
    let path = "/api/database/records/nothing?select=%2A&a=eq.b%20c";
    call(&local, "POST", path)
        .bearer(local.anon_key())
        .header("prefer", "return=minimal")
        .json(r#"{"a":1}"#)
        .send()
        .await;
    let requests = local.requests();
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", path));
    assert_eq!(
        (request.path(), request.query()),
        ("/api/database/records/nothing", "select=%2A&a=eq.b%20c")
    );
    assert_eq!(request.header("Authorization"), Some("Bearer <anon-key>"));
    assert_eq!(request.header("prefer"), Some("return=minimal"));
    assert_eq!(&request.body[..], br#"{"a":1}"#);
    assert!(!format!("{request:?}").contains(local.anon_key()));
    local.clear_requests();
    assert!(local.requests().is_empty());
    local.shutdown().await;
}
