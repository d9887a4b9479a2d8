use insforge::admin::catalog::{Catalog, Column, Identity, Relation, RelationKind, TypeKind, Volatility};

use super::{catalog, rich};

fn relation<'a>(catalog: &'a Catalog, schema: &str, name: &str) -> &'a Relation {
    catalog.relation(schema, name).expect(name)
}

fn column<'a>(relation: &'a Relation, name: &str) -> &'a Column {
    relation.column(name).expect(name)
}

#[tokio::test]
async fn columns_have_their_exact_types() {
    let space = rich().await;
    let catalog = catalog().await;
    let everything = relation(&catalog, space.schema(), "everything");
    for (name, short) in [
        ("c_int2", "int2"),
        ("c_numeric", "numeric(10,2)"),
        ("c_varchar", "varchar"),
        ("c_bpchar", "bpchar(3)"),
        ("c_short_timestamptz", "timestamptz(3)"),
        ("c_short_interval", "interval day to second(3)"),
        ("c_bits", "bit(3)"),
        ("c_char", "\"char\""),
        ("a_text", "text[]"),
        ("a_numeric", "numeric(6,1)[]"),
        ("a_short", "short_text[]"),
    ] {
        let column = column(everything, name);
        assert_eq!(column.data_type.short(), short, "{name}");
        assert_eq!(
            column.data_type.array,
            short.ends_with("[]"),
            "{name}: {column:?}"
        );
    }
    let todos = relation(&catalog, space.schema(), "todos");
    let mood = &column(todos, "moods").data_type;
    assert_eq!(
        (mood.schema.as_str(), mood.name.as_str()),
        (space.schema(), "mood")
    );
    assert_eq!(
        mood.labels().expect("an enum"),
        ["sad", "ok", "very happy", "1st", "Ok", "self"]
    );
    let names: Vec<&str> = everything
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(&names[..3], ["id", "c_bool", "c_int2"], "by place");
}

#[tokio::test]
async fn defaults_identities_and_domains_are_told() {
    let space = rich().await;
    let catalog = catalog().await;
    let todos = relation(&catalog, space.schema(), "todos");
    let id = column(todos, "id");
    assert_eq!((id.identity, id.not_null), (Some(Identity::Always), true));
    let words = column(todos, "words");
    assert!(words.generated.is_some() && words.default.is_none() && !words.not_null);
    assert!(column(todos, "created_at").default.is_some());
    assert!(column(todos, "title").is_required() && !column(todos, "body").is_required());
    let tag = column(relation(&catalog, space.schema(), "tags"), "id");
    assert_eq!(tag.identity, Some(Identity::ByDefault));
    let profiles = relation(&catalog, space.schema(), "profiles");
    let cry = column(profiles, "cry");
    assert!(
        cry.not_null && cry.default.as_deref().is_some_and(|sql| sql.contains("HEY")),
        "{cry:?}"
    );
    assert!(matches!(cry.data_type.kind, TypeKind::Domain(_)));
    assert_eq!(cry.data_type.underlying().name, "text");
    assert!(column(profiles, "motto").is_required());
    let comment = column(profiles, "handle").comment.as_deref();
    assert_eq!(comment, Some("Unique, as shown."));
    let domain = catalog.domain(space.schema(), "shout").expect("a domain");
    assert_eq!(
        (domain.base.name.as_str(), domain.not_null),
        ("short_text", false)
    );
}

#[tokio::test]
async fn keys_keep_their_order_and_their_names() {
    let space = rich().await;
    let catalog = catalog().await;
    let orders = relation(&catalog, space.schema(), "orders");
    let key = orders.primary_key.as_ref().expect("a key");
    assert_eq!(key.name, "orders_pk");
    assert_eq!(key.columns, ["number", "shop"], "as the constraint has them");
    let todos = relation(&catalog, space.schema(), "todos");
    let uniques: Vec<(&str, bool)> = todos
        .uniques
        .iter()
        .map(|key| (key.name.as_str(), key.constraint))
        .collect();
    assert_eq!(
        uniques,
        [
            ("one_title", true),
            ("todos_slug_key", true),
            ("todos_by_parent", false)
        ],
        "no partial index"
    );
    assert!(todos.is_unique(&["slug".to_owned()]) && !todos.is_unique(&["title".to_owned()]));
    let lines = relation(&catalog, space.schema(), "lines");
    let order = lines
        .foreign_keys
        .iter()
        .find(|key| key.name == "lines_order")
        .expect("a foreign key");
    assert_eq!(order.columns, ["shop", "number"]);
    assert_eq!(order.key, ["shop", "number"]);
    assert_eq!(
        (order.schema.as_str(), order.table.as_str()),
        (space.schema(), "orders")
    );
    let trigger = todos.triggers.first().expect("a trigger");
    assert_eq!(
        (
            trigger.name.as_str(),
            trigger.function.as_str(),
            trigger.before_insert
        ),
        ("slugs", "fill_slug", true)
    );
}

#[tokio::test]
async fn views_partitions_and_functions_are_what_they_are() {
    let space = rich().await;
    let catalog = catalog().await;
    let kind = |name| relation(&catalog, space.schema(), name).kind;
    assert_eq!(kind("open_todos"), RelationKind::View);
    assert_eq!(kind("handles"), RelationKind::MaterializedView);
    assert_eq!(kind("parted"), RelationKind::Table);
    assert!(relation(&catalog, space.schema(), "parted_one").partition);
    let function = |name: &str| {
        let found: Vec<_> = catalog.functions(space.schema(), name).collect();
        assert!(!found.is_empty(), "{name}");
        found
    };
    let search = function("search_todos")[0];
    assert_eq!((search.volatility, search.set), (Volatility::Stable, true));
    assert_eq!(search.returns.name, "todos");
    let arguments: Vec<(&str, &str, bool)> = search
        .arguments
        .iter()
        .map(|argument| {
            (
                argument.name.as_str(),
                argument.data_type.name.as_str(),
                argument.default,
            )
        })
        .collect();
    assert_eq!(arguments, [("q", "text", false), ("lim", "int4", true)]);
    assert_eq!(function("add").len(), 2, "overloads");
    let totals = function("totals")[0];
    assert!(totals.arguments.is_empty() && totals.outputs.len() == 2);
    assert!(function("many")[0].arguments[0].variadic);
    assert_eq!(function("take")[0].arguments[0].name, "");
    assert!(
        catalog.is_exposed(space.schema()) && !catalog.is_exposed("auth"),
        "{:?}",
        catalog.schemas
    );
}

#[tokio::test]
async fn tables_that_anybody_reads_are_listed() {
    let space = rich().await;
    space
        .sql(
            "alter table {s}.tags enable row level security; revoke all on {s}.orders from anon; \
             create view {s}.careful with (security_invoker = true) as select id from {s}.tags; \
             grant select on {s}.careful to anon",
        )
        .await;
    let catalog = catalog().await;
    let open: Vec<&str> = catalog
        .readable_by_anon()
        .filter(|relation| relation.schema == space.schema())
        .map(|relation| relation.name.as_str())
        .collect();
    for (name, is_open) in [
        ("profiles", true),
        ("open_todos", true),
        ("tags", false),
        ("orders", false),
        ("careful", false),
    ] {
        assert_eq!(open.contains(&name), is_open, "{name}: {open:?}");
    }
}
