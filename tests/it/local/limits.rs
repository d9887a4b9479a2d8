//! What the gateway, as InsForge configures it, refuses or loses: why the client has no words for it. Raw requests.

use insforge_local::Local;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::local;

/// An InsForge with two tables.
async fn tables() -> Local {
    let local = local().await;
    local
        .sql(
            "create table public.shelves (id int primary key);
             create table public.items (id int primary key, n int, shelf_id int references public.shelves);
             insert into public.shelves values (1); insert into public.items values (1, 1, 1), (2, 2, 1);
             create function public.shout(text) returns text language sql immutable as $$ select upper($1) $$;
             grant all on public.items, public.shelves to anon, authenticated, project_admin"
                .to_owned(),
        )
        .await
        .expect("tables");
    // It answers for them once it knows both.
    for _ in 0..100 {
        let (status, _) = ask(&local, "GET", "records/items?select=id,shelves(id)", &[], "").await;
        if status == 200 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    local
}

/// The status and body that the administrator's raw request gets.
async fn ask(local: &Local, method: &str, path: &str, headers: &[&str], body: &str) -> (u16, String) {
    let host = local.url().trim_start_matches("http://");
    let mut socket = TcpStream::connect(host).await.expect("a connection");
    let mut request = format!(
        "{method} /api/database/{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer {}\r\n",
        local.api_key()
    );
    for header in headers {
        request += &format!("{header}\r\n");
    }
    request += &format!("content-length: {}\r\n\r\n{body}", body.len());
    socket.write_all(request.as_bytes()).await.expect("a request");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.expect("an answer");
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status, body.to_owned())
}

#[tokio::test]
async fn aggregates() {
    let local = tables().await;
    for select in ["count()", "n.sum()", "shelf_id,n.max()"] {
        let (status, body) = ask(&local, "GET", &format!("records/items?select={select}"), &[], "").await;
        assert!(
            status == 400 && body.contains("PGRST123"),
            "{select}: {status} {body}"
        );
    }
}

#[tokio::test]
async fn spread_of_many() {
    let local = tables().await;
    let (status, body) = ask(&local, "GET", "records/shelves?select=id,...items(n)", &[], "").await;
    assert!(status == 400 && body.contains("PGRST119"), "{status} {body}");
}

#[tokio::test]
async fn plans() {
    let local = tables().await;
    let accept = ["accept: application/vnd.pgrst.plan+json"];
    let (status, body) = ask(&local, "GET", "records/items", &accept, "").await;
    assert!(
        matches!(status, 406 | 415) && body.contains("PGRST107"),
        "{status} {body}"
    );
}

#[tokio::test]
async fn geojson() {
    let local = tables().await;
    let (status, body) = ask(
        &local,
        "GET",
        "records/items",
        &["accept: application/geo+json"],
        "",
    )
    .await;
    assert!(status >= 400, "{status} {body}");
}

#[tokio::test]
async fn root() {
    let local = tables().await;
    for path in ["records", "records/"] {
        let accept = ["accept: application/openapi+json"];
        let (status, body) = ask(&local, "GET", path, &accept, "").await;
        assert!(status == 404 || status == 400, "{status} {body}");
    }
}

#[tokio::test]
async fn csv_bodies() {
    let local = tables().await;
    for kind in ["text/csv", "application/x-www-form-urlencoded"] {
        let header = format!("content-type: {kind}");
        let (status, body) = ask(&local, "POST", "records/items", &[&header], "id,n\n3,3").await;
        assert!(status >= 400, "{kind}: {status} {body}");
    }
    let (_, rows) = ask(&local, "GET", "records/items?select=id", &[], "").await;
    assert!(!rows.contains('3'), "{rows}");
}

#[tokio::test]
async fn bodies_that_are_not_json() {
    let local = tables().await;
    let (status, body) = ask(
        &local,
        "POST",
        "rpc/shout",
        &["content-type: text/plain"],
        "quiet",
    )
    .await;
    assert!(status >= 400, "{status} {body}");
}

#[tokio::test]
async fn rolled_back_transactions() {
    let local = tables().await;
    let headers = ["content-type: application/json", "prefer: tx=rollback"];
    let (status, body) = ask(&local, "POST", "records/items", &headers, "{\"id\": 9}").await;
    assert_eq!(status, 201, "{body}");
    // The wish is passed over: the row is there.
    let (_, rows) = ask(&local, "GET", "records/items?select=id&id=eq.9", &[], "").await;
    assert!(rows.contains('9'), "{rows}");
}

#[tokio::test]
async fn range_header() {
    let local = tables().await;
    let (status, body) = ask(&local, "GET", "records/items", &["range: 0-0"], "").await;
    assert!(status == 400 && body.contains("limit"), "{status} {body}");
}
