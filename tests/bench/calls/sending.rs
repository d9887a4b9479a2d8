//! A call end to end on loopback, and the decoding of its rows, against bare reqwest and `serde_json::from_slice`.

use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use insforge::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::pairs::{Side, quickest};
use crate::row::{PlainTodo, Todo, answer};
use crate::{Failure, Measured};

/// A server on a thread of its own that answers every read with the same rows.
fn serve(rows: u32) -> Result<String, Failure> {
    let body = answer(rows);
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = format!("http://{}", listener.local_addr()?);
    let runtime = current_thread()?;
    std::thread::spawn(move || {
        let app = Router::new().fallback(get(move || async move {
            ([(CONTENT_TYPE, "application/json")], body)
        }));
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, app).await
        })
    });
    Ok(address)
}

fn current_thread() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// `rows` rows a call, `times` calls a round.
pub(crate) fn measure(what: &'static str, rows: u32, times: usize, budget: f64) -> Result<Measured, Failure> {
    let base = serve(rows)?;
    let expected = usize::try_from(rows)?;
    let db = Client::new(&base, "anon_0123456789")?.database();
    let read = |owner: i64| {
        db.from::<Todo>()
            .filter(|t| t.owner_id.eq(owner))
            .order(|t| t.id.asc())
            .limit(rows.into())
    };
    let table = format!("{base}/api/database/records/todos");
    let url = |owner: i64| {
        let columns = "id::text,owner_id::text,title,body,done,stars,created_at";
        format!("{table}?select={columns}&owner_id=eq.{owner}&order=id.asc&limit={rows}")
    };
    // What is compared is the same call, or the comparison says nothing.
    assert_eq!(format!("{base}{}", read(7).to_request()?.target()), url(7));
    let bare = reqwest::Client::builder().build()?;

    let (one, other) = (current_thread()?, current_thread()?);
    let typed: Side<'_> = Box::new(|times| {
        timed(&one, times, async || {
            assert_eq!(read(7).all().await.expect("rows").len(), expected);
        })
    });
    let by_hand: Side<'_> = Box::new(|times| {
        timed(&other, times, async || {
            let answer = bare
                .get(url(7))
                .bearer_auth("anon_0123456789")
                .send()
                .await
                .expect("an answer");
            let body = answer
                .error_for_status()
                .expect("a success")
                .bytes()
                .await
                .expect("a body");
            let rows_read: Vec<PlainTodo> = serde_json::from_slice(&body).expect("rows");
            assert_eq!(rows_read.len(), expected);
        })
    });
    let [ours, theirs] = quickest(times, [typed, by_hand]);
    Ok(Measured::new(what, ours, theirs, budget))
}

fn timed(runtime: &Runtime, times: usize, once: impl AsyncFn()) -> Duration {
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..times {
            once().await;
        }
        start.elapsed()
    })
}
