use insforge_local::Local;
use tokio::sync::OnceCell;

use crate::client::{Call, call, shared};

static TABLES: OnceCell<()> = OnceCell::const_new();

async fn local() -> &'static Local {
    let local = shared().await;
    TABLES
        .get_or_init(|| async {
            local
                .sql(
                    "create table strict_rows (id int primary key, age int, name text, day date, info jsonb);
                     create function strict_sum(a int, b int) returns int language sql immutable as 'select a + b';",
                )
                .await
                .unwrap();
        })
        .await;
    local
}

fn to(local: &Local, method: &str, rest: &str) -> Call {
    call(local, method, &format!("/api/database/records/strict_rows{rest}")).bearer(local.anon_key())
}

async fn refused(call: Call, sentence: &str) {
    let reply = call.send().await;
    assert_eq!(reply.status, 400, "{}", reply.text);
    let body = reply.json();
    assert_eq!(body["error"], "INSFORGE_LOCAL_STRICT");
    assert_eq!(body["statusCode"], 400);
    assert!(body["message"].as_str().unwrap().contains(sentence), "{body}");
}

async fn taken(call: Call) {
    let reply = call.send().await;
    assert!(reply.status < 300, "{} {}", reply.status, reply.text);
}

#[tokio::test]
async fn repeated_keys() {
    let local = local().await;
    for query in [
        "?or=(id.eq.1)&or=(id.eq.2)",
        "?and=(id.eq.1)&and=(id.eq.2)",
        "?not.or=(id.eq.1)&not.or=(id.eq.2)",
        "?not.and=(id.eq.1)&not.and=(id.eq.2)",
        "?order=id&order=age",
        "?select=id&select=age",
        "?limit=1&limit=2",
        "?offset=1&offset=2",
    ] {
        refused(to(local, "GET", query), "must not be repeated").await;
        refused(to(local, "DELETE", query), "must not be repeated").await;
    }
    refused(
        to(local, "POST", "?columns=id&columns=age").json(r#"{"id":1}"#),
        "`columns` must not be repeated",
    )
    .await;
    let conflict = "?on_conflict=id&on_conflict=age";
    refused(
        to(local, "POST", conflict).json(r#"{"id":1}"#),
        "`on_conflict` must not be repeated",
    )
    .await;
    let path = "?info-%3E%3Ek=eq.1&info-%3E%3Ek=eq.2";
    refused(to(local, "DELETE", path), "JSON path").await;
    refused(to(local, "GET", "?age=gte.1&age=lte.9"), "on a read").await;
    let sum = call(local, "GET", "/api/database/rpc/strict_sum?a=1&b=2&b=3").bearer(local.anon_key());
    refused(sum, "on a GET").await;

    taken(to(local, "DELETE", "?age=gte.100&age=lte.101")).await;
    let many: Vec<String> = (0..21).map(|n| format!("age=neq.{n}")).collect();
    taken(to(local, "PATCH", &format!("?id=eq.-1&{}", many[..20].join("&"))).json(r#"{"age":1}"#)).await;
    refused(to(local, "DELETE", &format!("?{}", many.join("&"))), "21 times").await;
}

#[tokio::test]
async fn hostile_keys() {
    let local = local().await;
    refused(to(local, "GET", "?age[]=gte.20"), "brackets").await;
    refused(to(local, "DELETE", "?name=eq.x%5D=not.is.null"), "]=").await;
    for key in ["__proto__", "constructor", "prototype"] {
        refused(to(local, "GET", &format!("?{key}=eq.1")), key).await;
    }
    let many: Vec<String> = (0..1001).map(|n| format!("c{n}=eq.1")).collect();
    refused(
        to(local, "GET", &format!("?{}", many.join("&"))),
        "1000 parameters",
    )
    .await;
    refused(to(local, "GET", "?schema=eq.x"), "chooses a schema").await;
    refused(to(local, "GET", "?schema=not.in.(a,b)"), "chooses a schema").await;
    refused(
        call(local, "GET", "/api/database/records/a%2Fb").bearer(local.anon_key()),
        "cannot be addressed",
    )
    .await;
}

#[tokio::test]
async fn values_and_headers() {
    let local = local().await;
    refused(to(local, "GET", "?name=in.(%22%22)"), "the empty list").await;
    refused(
        to(local, "GET", "?or=(id.eq.1,name.not.in.(%22%22))"),
        "the empty list",
    )
    .await;
    taken(to(local, "GET", "?name=in.(%22%22,a)")).await;
    taken(to(local, "GET", "?name=eq.in.(%22%22)")).await;
    refused(to(local, "GET", "").header("range", "0-1"), "Range header").await;
}

#[tokio::test]
async fn bodies() {
    let local = local().await;
    let post = |body: &'static str| to(local, "POST", "").json(body);
    refused(post(r#"{"id":1,"day":""}"#), "empty string for `day`").await;
    refused(post(r#"{"id":1,"typo":""}"#), "empty string for `typo`").await;
    refused(
        to(local, "POST", "?columns=id,age").json(r#"[{"id":1},{"id":2,"age":""}]"#),
        "empty string",
    )
    .await;
    refused(post(r#"{"id":1,"age":9007199254740993}"#), "9007199254740993").await;
    refused(post(r#"{"id":1,"info":{"deep":[12.50]}}"#), "12.50").await;
    refused(post(r#"[{"id":1},{"id":2}]"#), "several rows").await;
    refused(post("{}").header("content-encoding", "gzip"), "Content-Length").await;
    refused(
        to(local, "POST", "")
            .header("content-type", "text/csv")
            .json("id\n1"),
        "becomes `{}`",
    )
    .await;
    let big = call(local, "POST", "/api/database/rpc/strict_sum").bearer(local.anon_key());
    refused(big.json(r#"{"a":9007199254740993,"b":1}"#), "9007199254740993").await;
    // A scalar is refused by the real gateway itself.
    let scalar = post("5").send().await;
    assert_eq!(
        (scalar.status, scalar.json()["error"].as_str()),
        (400, Some("INVALID_INPUT"))
    );
    taken(post(r#"[{"id":501,"age":1.0,"name":"","day":null}]"#)).await;
    taken(to(local, "POST", "?columns=id,name").json(r#"[{"id":502},{"id":503,"name":"b"}]"#)).await;
}

#[tokio::test]
async fn chunked_bodies() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let local = local().await;
    let address = local.url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /api/database/records/strict_rows HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n\
         8\r\n{{\"id\":1}}\r\n0\r\n\r\n",
        local.anon_key()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.contains("INSFORGE_LOCAL_STRICT") && answer.contains("chunked"),
        "{answer}"
    );
}

#[tokio::test]
async fn trees_on_writes() {
    let local = local().await;
    let rows = |method: &str, rest: &str| to(local, method, rest).header("prefer", "return=representation");
    refused(
        rows("DELETE", "?or=(age.lt.-1,age.gt.999)&select=id"),
        "must hold `age`",
    )
    .await;
    let set = |body: &'static str| rows("PATCH", "?and=(age.gte.900,age.lte.901)").json(body);
    refused(set(r#"{"age":1}"#), "`age` cannot be set").await;
    refused(
        rows("POST", "?and=(age.gt.1)").json(r#"{"id":600,"age":1}"#),
        "hide inserted rows",
    )
    .await;
    refused(to(local, "DELETE", "?books.or=(a.eq.1,b.eq.2)"), "embedded table").await;

    taken(set(r#"{"name":"x"}"#)).await;
    taken(rows("DELETE", "?or=(age.lt.-1,age.gt.999)&select=id,years:age")).await;
    taken(rows("DELETE", "?or=(id.eq.-1,id.eq.-2)&select=name")).await;
    let minimal =
        to(local, "PATCH", "?or=(age.lt.-1,age.gt.999)").header("prefer", "return=minimal, count=exact");
    taken(minimal.json(r#"{"age":1}"#)).await;
}
