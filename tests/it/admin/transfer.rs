//! Rows and structure as files.

use insforge::ErrorKind;
use insforge::admin::transfer::{Export, RowsFile};
use insforge::storage::UploadBody;
use insforge_tests::Backend;
use serde_json::{Value, json};

/// A table in `public`, where exports look.
struct Public {
    backend: &'static Backend,
    name: String,
}

impl Public {
    async fn create(columns: &str) -> Self {
        let backend = Backend::connect().await;
        let name = backend.unique("xfer");
        let sql = format!("create table public.{name} ({columns})");
        backend.admin().sql(&sql).await.expect("a table");
        Self { backend, name }
    }

    async fn rows(&self, query: &str) -> Vec<Value> {
        let query = query.replace("{t}", &self.name);
        self.backend.admin().sql_as(&query, &[]).await.expect("rows")
    }

    async fn drop(self) {
        let sql = format!("drop table if exists public.{}", self.name);
        self.backend.admin().sql(&sql).await.expect("dropped");
    }
}

#[tokio::test]
async fn rows_of_csv_and_json_files_are_written_and_replaced() {
    let space = Backend::connect()
        .await
        .space("create table {s}.cities (id int primary key, name text, size numeric, facts jsonb);")
        .await;
    let admin = space.admin();
    let transfer = admin.transfer();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cities.csv");
    std::fs::write(&path, "id,name,size\n1,Paris,\"2.1\"\n2,\"Rome, IT\",\n").expect("a file");
    let done = transfer
        .bulk_upsert("cities", RowsFile::csv(UploadBody::file(&path)))
        .await
        .expect("written");
    assert_eq!((done.rows_affected, done.total_records), (2, 2));
    let rows = RowsFile::rows(&[
        json!({ "id": 2, "name": "Roma", "facts": { "hills": 7 } }),
        json!({ "id": 3, "name": "Oslo", "facts": null }),
    ])
    .expect("rows");
    let done = transfer
        .bulk_upsert("cities", rows)
        .key("id")
        .await
        .expect("replaced");
    assert_eq!(done.rows_affected, 2);
    let query = format!(
        "select id, name, size::text as size, facts from {}.cities order by id",
        space.schema()
    );
    let rows: Vec<Value> = admin.sql_as(&query, &[]).await.expect("rows");
    assert_eq!(
        rows,
        [
            json!({ "id": 1, "name": "Paris", "size": "2.1", "facts": null }),
            json!({ "id": 2, "name": "Roma", "size": null, "facts": { "hills": 7 } }),
            json!({ "id": 3, "name": "Oslo", "size": null, "facts": null }),
        ]
    );

    // A duplicate without a key, a key that the rows lack, a file without rows, a table that is not there.
    let rows = || RowsFile::json(r#"[{"id": 9}, {"id": 1}]"#);
    let refused = [
        transfer.bulk_upsert("cities", rows()).await,
        transfer.bulk_upsert("cities", rows()).key("name").await,
        transfer.bulk_upsert("cities", RowsFile::csv("id,name\n")).await,
        transfer.bulk_upsert("none", rows()).await,
        transfer.bulk_upsert("cities", RowsFile::json("[{")).await,
    ];
    for refusal in refused {
        assert_eq!(refusal.expect_err("refused").kind(), ErrorKind::Invalid);
    }
    let query = format!("select id from {}.cities where id = 9", space.schema());
    assert!(admin.sql_as::<Value>(&query, &[]).await.expect("none").is_empty());
    let missing = transfer.bulk_upsert(
        "cities",
        RowsFile::csv(UploadBody::file(folder.path().join("none"))),
    );
    assert_eq!(missing.await.expect_err("no file").kind(), ErrorKind::Request);
}

#[tokio::test]
async fn an_export_says_which_tables_have_more_rows() {
    let table = Public::create("id int primary key, name text not null default 'x', at timestamptz").await;
    table
        .rows(
            "insert into public.{t} select g, 'it''s ' || g, null from generate_series(1, 5) g returning id",
        )
        .await;
    let transfer = table.backend.admin().transfer();
    let export = |limit| Export::new().tables([&table.name]).row_limit(limit);
    let some = transfer.export_json(export(3)).await;
    let all = transfer
        .export_json(export(5).functions().sequences().views())
        .await;
    let structure = transfer.export_json(export(1).without_rows()).await;
    let cut = transfer.export_sql(export(3)).await;
    let refused = transfer.export_sql(export(10_001)).await;
    let name = table.name.clone();
    table.drop().await;

    let some = some.expect("an export").tables.remove(&name).expect("the table");
    assert_eq!(
        (some.rows.len(), some.truncated, some.total_row_count),
        (3, true, Some(5))
    );
    assert_eq!((some.columns.len(), some.indexes.len()), (3, 1));
    let all = all.expect("an export").tables.remove(&name).expect("the table");
    assert_eq!((all.rows.len(), all.truncated), (5, false));
    assert_eq!(
        Value::Object(all.rows[0].clone()),
        json!({ "id": 1, "name": "it's 1", "at": null })
    );
    let structure = structure
        .expect("an export")
        .tables
        .remove(&name)
        .expect("the table");
    assert!(structure.rows.is_empty() && !structure.columns.is_empty());
    let cut = cut.expect("an export");
    assert_eq!(cut.truncated_tables, std::slice::from_ref(&name));
    assert!(
        cut.sql.contains(&format!("CREATE TABLE IF NOT EXISTS {name}")),
        "{}",
        cut.sql
    );
    assert!(
        cut.sql.contains("VALUES (3, 'it''s 3', NULL)") && !cut.sql.contains("it''s 4"),
        "{}",
        cut.sql
    );
    assert_eq!(refused.expect_err("too many").kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn what_was_exported_is_imported_in_one_transaction() {
    let table = Public::create("id int, name text").await;
    table
        .rows("insert into public.{t} values (1, 'a;b'), (2, null) returning id")
        .await;
    let transfer = table.backend.admin().transfer();
    let export = transfer
        .export_sql(Export::new().tables([&table.name]))
        .await
        .expect("an export");
    let drop = format!("drop table public.{}", table.name);
    table.backend.admin().sql(&drop).await.expect("dropped");
    let done = transfer.import(export.sql).await.expect("imported");
    let rows = table.rows("select id, name from public.{t} order by id").await;
    let broken = format!(
        "insert into public.{} values (3, 'c'); insert into public.no_such_table values (1)",
        table.name
    );
    let error = transfer.import(broken).await.expect_err("it fails");
    let still = table.rows("select id from public.{t}").await.len();
    let name = table.name.clone();
    table.drop().await;
    assert_eq!((done.tables, done.rows_imported), (vec![name], 2));
    assert_eq!(
        rows,
        [
            json!({ "id": 1, "name": "a;b" }),
            json!({ "id": 2, "name": null })
        ]
    );
    assert_eq!((error.kind(), still), (ErrorKind::Invalid, 2));
}
