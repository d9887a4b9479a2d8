//! What the project is made of.

use insforge::ErrorKind;
use insforge_tests::Backend;

#[tokio::test]
async fn the_project_shows_its_parts() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let bucket = backend.unique("meta");
    admin
        .storage()
        .create_bucket(&bucket, false)
        .await
        .expect("a bucket");
    let metadata = admin.metadata();
    let project = metadata.project().await.expect("everything");
    let parts = (
        metadata.auth().await.expect("auth"),
        metadata.storage().await.expect("storage"),
        metadata.realtime().await.expect("realtime"),
    );
    admin.storage().delete_bucket(&bucket).await.expect("an end");
    let auth = project.auth.expect("auth");
    assert_eq!(auth.public.password, parts.0.public.password);
    let found = |buckets: &[insforge::admin::metadata::BucketMetadata]| {
        buckets
            .iter()
            .any(|one| one.name == bucket && !one.public && one.object_count == Some(0))
    };
    assert!(found(&project.storage.buckets) && found(&parts.1.buckets));
    assert!(project.realtime.expect("realtime").permissions.is_some() && parts.2.permissions.is_some());
    assert!(project.database.total_size_gb > 0.0);
    assert!(metadata.database().await.expect("database").total_size_gb > 0.0);
    metadata.functions().await.expect("functions");
    let text = metadata.markdown().await.expect("a text");
    assert!(
        text.starts_with("# Project Metadata") && text.contains("## Storage"),
        "{text}"
    );
}

#[tokio::test]
async fn keys_are_read_and_not_shown() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let metadata = admin.metadata();
    let key = metadata.api_key().await.expect("a key");
    assert_eq!(key.expose(), backend.api_key());
    assert!(!format!("{key:?}").contains(backend.api_key()));
    assert_eq!(
        metadata.anon_key().await.expect("a key").expose(),
        backend.anon_key()
    );
    metadata.project_id().await.expect("an id or none");
}

#[tokio::test]
async fn a_table_is_described_with_postgresqls_own_types() {
    let backend = Backend::connect().await;
    let admin = backend.admin();
    let name = backend.unique("described");
    admin
        .sql(&format!(
            "create table public.{name} (id bigint primary key, code varchar(7) not null default 'x', tags text[])"
        ))
        .await
        .expect("a table");
    let table = admin.metadata().table(&name).await;
    admin
        .sql(&format!("drop table public.{name}"))
        .await
        .expect("dropped");
    let table = table.expect("a description");
    let columns: Vec<(&str, &str, Option<u32>, bool)> = table
        .columns
        .iter()
        .map(|column| {
            (
                column.name.as_str(),
                column.data_type.as_str(),
                column.character_maximum_length,
                column.is_nullable,
            )
        })
        .collect();
    assert_eq!(
        columns,
        [
            ("id", "bigint", None, false),
            ("code", "character varying", Some(7), false),
            ("tags", "ARRAY", None, true)
        ]
    );
    assert!(table.indexes[0].is_primary && !table.rls_enabled && table.rows.is_empty());
    let none = admin
        .metadata()
        .table("no_such_table_at_all")
        .await
        .expect("an empty one");
    assert!(none.columns.is_empty());
    let error = admin.metadata().table("auth").await.expect_err("something else");
    assert_eq!(error.kind(), ErrorKind::Request);
}
