//! Building a request: typed, by hand, and by the crate `postgrest`.

use insforge::prelude::*;
use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Request, Url};

use crate::Measured;
use crate::pairs::{quickest, repeated};
use crate::row::Todo;

const TIMES: usize = 2_000;

/// What varies from call to call.
struct Wanted {
    owner: i64,
    word: String,
    limit: u64,
}

pub(crate) fn measure(base: &str) -> Result<[Measured; 2], crate::Failure> {
    let client = Client::new(base, "anon_0123456789")?;
    let db = client.database();
    let table = format!("{base}/api/database/records");
    let peer = postgrest::Postgrest::new(&table);
    let wanted = Wanted {
        owner: 7,
        word: "write docs".into(),
        limit: 20,
    };

    // What is compared is the same request, or the comparison says nothing.
    let ours = typed(&db, &wanted)?;
    let hand = by_hand(&table, &wanted)?;
    let pairs: Vec<(String, String)> = hand.url().query_pairs().into_owned().collect();
    assert_eq!(ours.path(), hand.url().path());
    assert_eq!(ours.query_pairs(), pairs);

    let [ours, hand, theirs] = quickest(
        TIMES,
        [
            repeated(|| typed(&db, &wanted)),
            repeated(|| by_hand(&table, &wanted)),
            repeated(|| by_postgrest(&peer, &wanted)),
        ],
    );
    Ok([
        Measured::new("a request, by hand", ours, hand, 1.3),
        Measured::new("a request, by the crate postgrest", ours, theirs, 0.5),
    ])
}

fn typed(db: &insforge::Database, wanted: &Wanted) -> insforge::Result<insforge::http::Request> {
    db.from::<Todo>()
        .filter(|t| {
            t.owner_id.eq(wanted.owner) & t.done.eq(false) & t.title.ilike(format!("%{}%", wanted.word))
        })
        .order(|t| (t.created_at.desc(), t.id.asc()))
        .limit(wanted.limit)
        .to_request()
}

fn by_hand(table: &str, wanted: &Wanted) -> Result<Request, crate::Failure> {
    let Wanted { owner, word, limit } = wanted;
    let url = Url::parse(&format!(
        "{table}/todos?select=id::text,owner_id::text,title,body,done,stars,created_at\
         &and=(owner_id.eq.{owner},done.eq.false,title.ilike.\"%25{word}%25\")&order=created_at.desc,id.asc&limit={limit}"
    ))?;
    let mut request = Request::new(Method::GET, url);
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    Ok(request)
}

fn by_postgrest(peer: &postgrest::Postgrest, wanted: &Wanted) -> Option<impl Sized + use<>> {
    peer.from("todos")
        .select("id::text,owner_id::text,title,body,done,stars,created_at")
        .eq("owner_id", wanted.owner.to_string())
        .eq("done", "false")
        .ilike("title", format!("%{}%", wanted.word))
        .order("created_at.desc,id.asc")
        .limit(wanted.limit as usize)
        .build()
        .build()
        .ok()
}
