//! SQL with all its choices.

use insforge::ErrorKind;
use insforge_tests::Backend;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, PartialEq, Deserialize)]
struct Row {
    id: i64,
    price: String,
    born: String,
    tags: Vec<String>,
    ids: Vec<i64>,
    note: Option<String>,
}

#[tokio::test]
async fn rows_are_read_into_the_programs_own_type_without_loss() {
    let admin = Backend::connect().await.admin();
    let query = "select 9007199254740993::int8 as id, 12.50::numeric as price, date '1815-12-10' as born, \
                 array['a', 'b'] as tags, array[9007199254740993, 2]::int8[] as ids, $1::text as note";
    let rows: Vec<Row> = admin.sql_as(query, &[Value::Null]).await.expect("rows");
    let row = Row {
        id: 9_007_199_254_740_993,
        price: "12.50".into(),
        born: "1815-12-10".into(),
        tags: vec!["a".into(), "b".into()],
        ids: vec![9_007_199_254_740_993, 2],
        note: None,
    };
    assert_eq!(rows, [row]);
    let none: Vec<Row> = admin
        .sql_as("select 1::int8 as id where false", &[])
        .await
        .expect("no rows");
    assert!(none.is_empty());
    let error = admin
        .sql_as::<Row>("select 'x'::text as id", &[])
        .await
        .expect_err("no number");
    assert_eq!(
        (error.kind(), error.path()),
        (ErrorKind::Decode, Some("rows[0].id"))
    );
    let error = admin
        .sql_as::<Value>("select 1 as a; select 2 as b", &[])
        .await
        .expect_err("no rows of two statements");
    assert!(error.to_string().contains("several statements"), "{error}");
}

#[tokio::test]
async fn columns_are_told_with_their_types() {
    let admin = Backend::connect().await.admin();
    let result = admin
        .sql("select 1::int4 as a, 'x'::text as b where false")
        .await
        .expect("no rows");
    let fields: Vec<(&str, u32)> = result
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.type_oid))
        .collect();
    assert_eq!((fields, result.row_count), (vec![("a", 23), ("b", 25)], Some(0)));
}

#[tokio::test]
async fn a_plan_is_shown_and_changes_nothing() {
    let space = Backend::connect()
        .await
        .space("create table {s}.plans (id int primary key); insert into {s}.plans select generate_series(1, 100);")
        .await;
    let admin = space.admin();
    let query = format!("select * from {}.plans where id = $1", space.schema());
    let plan = admin.statement(&query).param(7).explain().await.expect("a plan");
    assert!(plan.execution_time.is_some() && plan.planning_time.is_some());
    assert_eq!(plan.plan["Actual Rows"].as_f64(), Some(1.0), "{:?}", plan.plan);
    let error = admin
        .statement(format!("delete from {}.plans", space.schema()))
        .explain()
        .await
        .expect_err("no query");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let count = admin
        .sql_as::<Value>(
            &format!("select count(*) as n from {}.plans", space.schema()),
            &[],
        )
        .await
        .expect("a number");
    assert_eq!(count, [json!({ "n": 100 })]);
}

#[tokio::test]
async fn the_owner_may_do_what_the_administrator_may_not() {
    let admin = Backend::connect().await.admin();
    let who = |statement: insforge::client::Statement| async {
        statement.rows::<Value>().await.expect("a row")[0]["who"].clone()
    };
    let query = "select current_user::text as who";
    assert_eq!(who(admin.statement(query)).await, "project_admin");
    assert_ne!(who(admin.statement(query).unrestricted()).await, "project_admin");
    let delete = "delete from system.custom_migrations where false";
    let error = admin
        .statement(delete)
        .run()
        .await
        .expect_err("not the administrator's");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    admin
        .statement(delete)
        .unrestricted()
        .run()
        .await
        .expect("the owner's");
}
