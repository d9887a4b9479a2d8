use serde_json::{Value, json};

use crate::client::{Reply, call, shared, text};

async fn run(route: &str, body: Value) -> Reply {
    let local = shared().await;
    let path = format!("/api/database/advance/{route}");
    call(local, "POST", &path)
        .bearer(local.api_key())
        .json(body.to_string())
        .send()
        .await
}

async fn sql(query: &str) -> Reply {
    run("rawsql", json!({ "query": query })).await
}

#[tokio::test]
async fn values_come_as_the_backends_driver_gives_them() {
    let reply = sql(
        "select 9007199254740993 as big, 12.50::numeric as dec, 1.5::float8 as f, true as b, date '1815-12-10' as d,
           timestamptz '2026-01-02 03:04:05.678+02' as ts, array['a', null, 'c d'] as list, '{\"k\": 1}'::jsonb as j",
    )
    .await;
    let body = reply.json();
    assert_eq!(
        body["rows"],
        json!([{ "big": "9007199254740993", "dec": "12.50", "f": 1.5, "b": true, "d": "1815-12-10T00:00:00.000Z",
                 "ts": "2026-01-02T01:04:05.678Z", "list": ["a", null, "c d"], "j": { "k": 1 } }])
    );
    assert_eq!(body["rowCount"], 1);
    assert_eq!(body["fields"][0], json!({ "name": "big", "dataTypeID": 20 }));
}

#[tokio::test]
async fn parameters_statements_and_roles() {
    let query = "select $1::int + $2::int as sum, $3::text as t, $4::jsonb as j, $5::int[] as a";
    let reply = run(
        "rawsql",
        json!({ "query": query, "params": [1, 2, "it's \\", { "a": 1 }, [1, null]] }),
    )
    .await;
    assert_eq!(
        reply.json()["rows"],
        json!([{ "sum": 3, "t": "it's \\", "j": { "a": 1 }, "a": [1, null] }])
    );
    assert_eq!(
        sql("select 1 as a; select 2 as b").await.json(),
        json!({ "rows": [] })
    );
    assert_eq!(
        sql("select current_user as me").await.json()["rows"][0]["me"],
        "project_admin"
    );
    let owner = run(
        "rawsql/unrestricted",
        json!({ "query": "select current_user as me" }),
    )
    .await
    .json();
    assert_eq!(owner["rows"][0]["me"], "postgres");
    let made = sql("create table raw_made (id int primary key, label text not null)")
        .await
        .json();
    assert_eq!(made, json!({ "rows": [], "rowCount": null, "fields": [] }));
    let inserted = sql("insert into raw_made values (1, 'a') returning *")
        .await
        .json();
    assert_eq!(inserted["rows"], json!([{ "id": 1, "label": "a" }]));
    assert_eq!(
        sql("update raw_made set label = 'b'").await.json(),
        json!({ "rows": [], "rowCount": 1, "fields": [] })
    );
    let plan = run(
        "rawsql",
        json!({ "query": "select * from raw_made", "explain": true }),
    )
    .await
    .json();
    assert!(plan["rows"][0]["QUERY PLAN"][0]["Plan"].is_object(), "{plan}");
}

#[tokio::test]
async fn errors_are_mapped_as_in_the_backend() {
    sql("create table raw_errors (id int primary key, label text not null)").await;
    sql("insert into raw_errors values (1, 'a')").await;
    for (query, status, code) in [
        (
            "insert into raw_errors values (1, 'b')",
            409,
            "DATABASE_DUPLICATE",
        ),
        ("insert into raw_errors values (2, null)", 400, "MISSING_FIELD"),
        ("select * from raw_nowhere", 400, "DATABASE_VALIDATION_ERROR"),
        ("select nope from raw_errors", 400, "DATABASE_VALIDATION_ERROR"),
        ("delete from system.schema_generation", 403, "FORBIDDEN"),
        ("select 1/0", 500, "INTERNAL_ERROR"),
        ("selec 1", 403, "FORBIDDEN"),
        ("set role postgres", 403, "FORBIDDEN"),
        ("begin; select 1; commit", 403, "FORBIDDEN"),
        ("create role raw_role", 403, "FORBIDDEN"),
        ("", 400, "INVALID_INPUT"),
    ] {
        let reply = sql(query).await;
        assert_eq!(
            (reply.status, text(&reply.json(), "error")),
            (status, code),
            "{query}: {}",
            reply.text
        );
    }
    assert_eq!(
        text(&run("rawsql", json!({})).await.json(), "message"),
        "query: Required"
    );
}

#[tokio::test]
async fn what_the_owner_makes_belongs_to_the_project_admin() {
    let local = shared().await;
    run(
        "rawsql/unrestricted",
        json!({ "query": "create table raw_owned (id int)" }),
    )
    .await;
    assert_eq!(sql("alter table raw_owned add column more int").await.status, 200);
    let row = call(local, "POST", "/api/database/records/raw_owned")
        .bearer(local.anon_key())
        .json(r#"{"more":1}"#);
    assert_eq!(row.send().await.status, 201);
    let tables = call(local, "GET", "/api/database/tables")
        .bearer(local.api_key())
        .send()
        .await
        .json();
    assert!(tables.as_array().unwrap().contains(&json!("raw_owned")));
}

#[tokio::test]
async fn changes_over_a_connection_of_ones_own_arrive_too() {
    let local = shared().await;
    let (client, connection) = tokio_postgres::connect(local.database_url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute("create table raw_direct (id int)")
        .await
        .unwrap();
    for _ in 0..100 {
        let get = call(local, "GET", "/api/database/records/raw_direct")
            .bearer(local.api_key())
            .send()
            .await;
        // Before the reload the table is there for reading but not for writing.
        let post = call(local, "POST", "/api/database/records/raw_direct")
            .bearer(local.api_key())
            .json(r#"{"id":1}"#);
        if get.status == 200 && post.send().await.status == 201 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the table never arrived");
}

/// A change counts from the moment it is made, and can be seen from the moment it is committed.
#[tokio::test]
async fn a_change_committed_late_is_known_when_its_call_returns() {
    let local = shared().await;
    let slow = local.sql("create table raw_slow (id int); select pg_sleep(0.6)");
    let quick = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        local.sql("create table raw_quick (id int)").await
    };
    let (slow, quick) = tokio::join!(slow, quick);
    slow.unwrap();
    quick.unwrap();
    for table in ["raw_slow", "raw_quick"] {
        let post = call(local, "POST", &format!("/api/database/records/{table}"))
            .bearer(local.api_key())
            .json(r#"{"id":1}"#);
        assert_eq!(post.send().await.status, 201, "{table}");
    }
}
