//! One table with every attribute, and what its metadata says of it.

use insforge::prelude::*;
use insforge::schema::Generated;

#[derive(Table, Debug)]
#[table(name = "todos", schema = "app", unique(owner_id, title), unique(order), insert = MakeTodo, patch = ChangeTodo)]
struct Todo {
    #[column(pk, identity = by_default)]
    id: i64,
    #[column(unique)]
    slug: String,
    title: String,
    owner_id: i64,
    #[column(default)]
    done: bool,
    #[column(filled_by = "set_updated_at")]
    updated_at: Timestamp,
    #[column(default, readonly)]
    created_at: Timestamp,
    #[column(generated)]
    words: i32,
    #[column(computed)]
    comments: Option<i64>,
    #[column(sql = "varchar(80)")]
    label: Option<String>,
    #[column(name = "Order")]
    order: i32,
}

#[test]
fn metadata_repeats_the_attributes() {
    let meta = Todo::META;
    assert_eq!((meta.name, meta.schema), ("todos", Some("app")));
    let uniques: Vec<_> = meta.uniques.iter().map(|unique| unique.columns).collect();
    assert_eq!(uniques, [&["slug"][..], &["owner_id", "title"], &["Order"]]);
    let of = |name: &str| meta.column(name).unwrap();
    assert_eq!(of("id").generated, Generated::Default);
    assert_eq!(of("updated_at").generated, Generated::Default);
    assert_eq!(of("created_at").generated, Generated::Always);
    assert_eq!(of("words").generated, Generated::Always);
    assert!(of("comments").computed);
    assert_eq!((of("label").sql, of("label").nullable), ("varchar(80)", true));
    assert_eq!(of("Order").generated, Generated::Never);
}

#[test]
fn new_rows_and_changes_print_their_columns_and_no_values() {
    let new = MakeTodo {
        slug: "s".into(),
        title: "t".into(),
        owner_id: 1,
        order: 2,
    };
    assert_eq!(
        format!("{new:?}"),
        r#"MakeTodo {"slug", "title", "owner_id", "Order"}"#
    );
    let draft = new.label("x").id(7);
    assert_eq!(
        format!("{draft:?}"),
        r#"TodoDraft {"id", "slug", "title", "owner_id", "label", "Order"}"#
    );
    assert_eq!(
        format!("{:?}", ChangeTodo::default().label(None)),
        r#"ChangeTodo {"label"}"#
    );
}
