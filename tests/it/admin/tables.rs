//! Tables without SQL.

use insforge::ErrorKind;
use insforge::admin::tables::{
    ColumnChange, ColumnType, ForeignKey, ForeignKeyAction, NewColumn, NewTable, TableChange,
};
use insforge_tests::Backend;

#[tokio::test]
async fn a_table_is_made_read_filled_changed_and_removed() {
    let space = Backend::connect().await.space("").await;
    let admin = space.admin();
    let tables = admin.tables();
    let made = tables
        .create(
            NewTable::new("tasks")
                .column(NewColumn::new("title", ColumnType::Text).unique())
                .column(NewColumn::new("views", ColumnType::Integer).default_value("3"))
                .column(
                    NewColumn::new("due", ColumnType::DateTime)
                        .nullable()
                        .default_value("now()"),
                )
                .column(NewColumn::new("ratio", ColumnType::Float).nullable())
                .column(NewColumn::new("done", ColumnType::Boolean))
                .column(NewColumn::new("born", ColumnType::Date).nullable())
                .column(NewColumn::new("token", ColumnType::Uuid))
                .column(NewColumn::new("data", ColumnType::Json).nullable()),
        )
        .await
        .expect("made");
    assert_eq!(
        (made.table_name.as_str(), made.schema_name.as_deref()),
        ("tasks", Some(space.schema()))
    );
    let types: Vec<&str> = made
        .columns
        .iter()
        .map(|column| column.sql_type.as_str())
        .collect();
    let sql = [
        "TEXT",
        "INTEGER",
        "TIMESTAMPTZ",
        "DOUBLE PRECISION",
        "BOOLEAN",
        "DATE",
        "UUID",
        "JSONB",
    ];
    assert_eq!(types, sql);
    assert_eq!(made.auto_fields, ["id", "created_at", "updated_at"]);
    assert!(tables.list().await.expect("names").contains(&"tasks".to_owned()));

    space.sql("insert into {s}.tasks (title) values ('one')").await;
    let table = tables.describe("tasks").await.expect("a description");
    assert_eq!((table.record_count, table.columns.len()), (Some(1), 11));
    let title = table.column("title").expect("title");
    assert_eq!(
        (
            &title.column_type,
            title.is_nullable,
            title.is_unique,
            title.is_primary_key
        ),
        (&ColumnType::Text, false, true, false)
    );
    let id = table.column("id").expect("id");
    assert!(id.is_primary_key && id.default_value.as_deref() == Some("gen_random_uuid()"));
    assert_eq!(
        table
            .column("views")
            .and_then(|column| column.default_value.as_deref()),
        Some("3")
    );
    assert_eq!(
        table
            .column("done")
            .and_then(|column| column.default_value.as_deref()),
        Some("false")
    );
    assert_eq!(
        table.column("data").map(|column| &column.column_type),
        Some(&ColumnType::Json)
    );

    let change = TableChange::new()
        .drop_column("born")
        .update_column(
            ColumnChange::new("title")
                .rename("headline")
                .default_value("none"),
        )
        .update_column(ColumnChange::new("views").drop_default())
        .add_column(NewColumn::new("note", ColumnType::Text).nullable())
        .rename("jobs");
    let done = tables.alter("tasks", change).await.expect("changed");
    assert_eq!(done.len(), 5, "{done:?}");
    let table = tables.describe("jobs").await.expect("under its new name");
    assert!(
        table.column("title").is_none() && table.column("born").is_none() && table.column("note").is_some()
    );
    let headline = table.column("headline").expect("the new name");
    assert_eq!(headline.default_value.as_deref(), Some("none"));
    assert_eq!(
        table
            .column("views")
            .and_then(|column| column.default_value.clone()),
        None
    );

    tables.delete("jobs").await.expect("removed");
    tables.delete("jobs").await.expect("again: no error");
    assert_eq!(
        tables.describe("jobs").await.expect_err("gone").kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn foreign_keys_are_made_read_and_dropped() {
    let space = Backend::connect().await.space("").await;
    let admin = space.admin();
    let tables = admin.tables();
    let parent = NewTable::new("parents").column(NewColumn::new("name", ColumnType::Text));
    tables.create(parent).await.expect("a parent");
    let child = NewTable::new("children")
        .column(NewColumn::new("parent", ColumnType::Uuid).nullable())
        .column(NewColumn::new("second", ColumnType::Uuid).nullable())
        .foreign_key(ForeignKey::new("parent", "parents", "id").on_delete(ForeignKeyAction::Cascade));
    tables.create(child).await.expect("a child");
    let second = ForeignKey::new("second", "parents", "id")
        .on_delete(ForeignKeyAction::SetNull)
        .on_update(ForeignKeyAction::Cascade);
    let done = tables
        .alter("children", TableChange::new().add_foreign_key(second))
        .await
        .expect("a second key");
    assert_eq!(done.len(), 1);
    let keys = tables
        .describe("children")
        .await
        .expect("a description")
        .foreign_keys;
    assert_eq!(keys.len(), 2, "{keys:?}");
    let of = |column: &str| {
        keys.iter()
            .find(|key| key.columns[0].source_column == column)
            .expect("a key of the column")
    };
    let (first, second) = (of("parent"), of("second"));
    assert_eq!(
        (&first.on_delete, &first.on_update),
        (&ForeignKeyAction::Cascade, &ForeignKeyAction::NoAction)
    );
    assert_eq!(
        (&second.on_delete, &second.on_update),
        (&ForeignKeyAction::SetNull, &ForeignKeyAction::Cascade)
    );
    assert_eq!(first.reference_table, format!("{}.parents", space.schema()));
    let name = second.constraint_name.clone().expect("a name");
    let drop = TableChange::new().drop_foreign_key(&name);
    tables.alter("children", drop.clone()).await.expect("dropped");
    let error = tables.alter("children", drop).await.expect_err("gone");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some("DATABASE_NOT_FOUND"))
    );
    let wrong = ForeignKey::new("second", "parents", "name");
    let error = tables
        .alter("children", TableChange::new().add_foreign_key(wrong))
        .await
        .expect_err("not unique");
    assert_eq!(error.kind(), ErrorKind::Invalid);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_changes_nothing() {
    let space = Backend::connect().await.space("").await;
    let admin = space.admin();
    let tables = admin.tables();
    let table = || NewTable::new("only").column(NewColumn::new("a", ColumnType::Text));
    tables.create(table()).await.expect("made");
    let error = tables.create(table()).await.expect_err("taken");
    assert_eq!(error.code(), Some("DATABASE_DUPLICATE"));
    let error = tables
        .create(NewTable::new("empty"))
        .await
        .expect_err("no columns");
    assert_eq!(error.kind(), ErrorKind::Request);
    let odd = NewTable::new("odd").column(NewColumn::new("a", ColumnType::from("hologram")));
    let error = tables.create(odd).await.expect_err("no such type");
    assert!(
        error.kind() == ErrorKind::Request && error.to_string().contains("hologram"),
        "{error}"
    );
    let error = tables
        .create(NewTable::new("a\"b").column(NewColumn::new("a", ColumnType::Text)))
        .await
        .expect_err("no name");
    assert_eq!(error.kind(), ErrorKind::Invalid);

    let both = TableChange::new()
        .add_column(NewColumn::new("b", ColumnType::Text).nullable())
        .add_column(NewColumn::new("a", ColumnType::Text).nullable());
    let error = tables.alter("only", both).await.expect_err("there is an a");
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Invalid, Some("DATABASE_VALIDATION_ERROR"))
    );
    assert!(
        tables
            .describe("only")
            .await
            .expect("as it was")
            .column("b")
            .is_none()
    );
    let error = tables
        .alter("only", TableChange::new().drop_column("a"))
        .await
        .expect_err("nothing would be left");
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let error = tables
        .alter(
            "only",
            TableChange::new()
                .add_column(NewColumn::new("b", ColumnType::Text))
                .drop_column("id"),
        )
        .await
        .expect_err("the backend's own");
    assert_eq!(error.code(), Some("DATABASE_FORBIDDEN"));
    let error = tables
        .alter("none", TableChange::new().drop_column("a"))
        .await
        .expect_err("no table");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let nowhere = tables.in_schema("no_such_schema").list().await.expect("no names");
    assert!(nowhere.is_empty());
    assert!(tables.in_schema("pg_catalog").list().await.is_err());
}
