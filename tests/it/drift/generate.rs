//! Code from the rich schema. The file `generated.rs` beside this one is that code: it is compiled with these tests, and
//! it must be what the database gives. `INSFORGE_BLESS=1` writes it anew.

use std::path::Path;

use insforge::admin::catalog::{Catalog, DataType, TypeKind};
use insforge::admin::generate::GenerateOptions;
use insforge::admin::verify::DifferenceKind;
use insforge_tests::{Backend, Space};

use super::{catalog, generated, rich};

/// A second schema, whose tables have the names of the first one's.
const OTHER: &str = "
    create type {s}.mood as enum ('red', 'unknown');
    create table {s}.todos (id int primary key, mood {s}.mood not null, moods {s}.mood[] not null default '{}');
    create table {s}.notes (id int primary key, todo_id int not null references {s}.todos);";

/// The rich schema, and another one with a foreign key into it.
async fn both() -> (Space, Space) {
    let rich = rich().await;
    let other = Backend::connect().await.space(OTHER).await;
    let (first, second) = (rich.schema(), other.schema());
    rich.sql(&format!(
        "alter table {second}.notes add owner_id uuid references {first}.profiles"
    ))
    .await;
    (rich, other)
}

fn options(rich: &Space, other: &Space) -> GenerateOptions {
    let mut options = GenerateOptions::of_schema(rich.schema());
    options.schemas.push(other.schema().to_owned());
    // The spaces' own table is none of theirs.
    options.without("probe")
}

/// The catalogue, in which the two schemas of the run have the names that the file has.
fn as_in_the_file(mut catalog: Catalog, rich: &Space, other: &Space) -> Catalog {
    let rename = |schema: &mut String| {
        for (of_the_run, of_the_file) in [(rich.schema(), "app"), (other.schema(), "other")] {
            if schema == of_the_run {
                *schema = of_the_file.to_owned();
            }
        }
    };
    fn data_type(data: &mut DataType, rename: &impl Fn(&mut String)) {
        rename(&mut data.schema);
        if let TypeKind::Domain(base) = &mut data.kind {
            data_type(base, rename);
        }
    }
    for schema in &mut catalog.schemas {
        rename(&mut schema.name);
    }
    for item in &mut catalog.enums {
        rename(&mut item.schema);
    }
    for relation in &mut catalog.relations {
        rename(&mut relation.schema);
        for column in &mut relation.columns {
            data_type(&mut column.data_type, &rename);
        }
        for key in &mut relation.foreign_keys {
            rename(&mut key.schema);
        }
    }
    for function in &mut catalog.functions {
        rename(&mut function.schema);
        data_type(&mut function.returns, &rename);
        for argument in function.arguments.iter_mut().chain(&mut function.outputs) {
            data_type(&mut argument.data_type, &rename);
        }
    }
    catalog
}

#[tokio::test]
async fn the_code_is_the_checked_in_file() {
    let (rich, other) = both().await;
    let renamed = as_in_the_file(catalog().await, &rich, &other);
    let mut options = options(&rich, &other);
    options.schemas = vec!["app".to_owned(), "other".to_owned()];
    options.default_schema = "app".to_owned();
    let code = renamed.generate(&options);
    assert_eq!(code, renamed.generate(&options), "twice the same");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/drift/generated.rs");
    if std::env::var_os("INSFORGE_BLESS").is_some() {
        std::fs::write(&file, &code).expect("the file");
    }
    let written = std::fs::read_to_string(&file).expect("the file");
    assert_eq!(written, code, "the code differs from {}", file.display());
}

#[tokio::test]
async fn generated_structs_agree_with_the_database() {
    let (rich, other) = both().await;
    let renamed = as_in_the_file(catalog().await, &rich, &other);
    let report = renamed.compare::<generated::Schema>("app");
    report.assert_clean();
    let noted: Vec<(DifferenceKind, &str)> = report
        .notes
        .iter()
        .map(|note| (note.kind, note.subject.as_str()))
        .collect();
    assert_eq!(
        noted,
        [(DifferenceKind::UnknownColumn, "Everything.c_pair")],
        "{report}"
    );
}

#[tokio::test]
async fn generated_structs_read_every_type() {
    let space = rich().await;
    space
        .sql(
            "insert into {s}.everything values (
                9007199254740993, true, 1, 2, 1.5, 2.5, 12345678.90, '3.50', 'text', 'varchar', 'abc',
                'name', gen_random_uuid(), '\\x0102', now(), now(),
                now(), '2026-01-02', '10:11:12', '10:11:12+02', '1 day 2 hours',
                '1 day 2 hours', '{\"a\": 1}', '{\"b\": 2}', 'fat cat',
                '[1,5)', '[1,5)', '[1.5,2.5)', '[2026-01-01,2026-01-02)', '[2026-01-01,2026-01-02)',
                '[2026-01-01,2026-01-02)', '{[1,2),[5,6)}', '127.0.0.1', '08:00:2b:01:02:03', B'101', B'1',
                '<a/>', 'x', (1, 'b'),
                '{a,b}', '{9007199254740993}', '{1.5}', array[gen_random_uuid()], array['{\"c\": 3}'::jsonb],
                array['[1,2)'::int4range], '{127.0.0.1}', '{short}', '{abc}'
            )",
        )
        .await;
    let db = space.admin().database();
    let row = db.from::<generated::Everything>().one().await.expect("a row");
    assert_eq!(row.id, 9_007_199_254_740_993);
    assert_eq!(row.c_numeric.to_string(), "12345678.90");
    assert_eq!(row.c_inet.as_deref(), Some("127.0.0.1"));
    assert_eq!(row.c_multirange.as_deref(), Some("{[1,2),[5,6)}"));
    assert_eq!(row.c_json, Some(serde_json::json!({"a": 1})));
    assert_eq!(row.a_int8, Some(vec![9_007_199_254_740_993]));
    assert_eq!(row.a_short, Some(vec!["short".to_owned()]));
    // What was read can be written back, to another key.
    let copied = generated::Everything { id: 2, ..row.clone() };
    let patch = generated::EverythingPatch::diff(&row, &copied);
    db.patch(patch)
        .by_key(row.id)
        .expect_one()
        .await
        .expect("a write");
    assert_eq!(
        db.from::<generated::Everything>()
            .filter(|e| e.id.eq(2))
            .count()
            .await
            .expect("a count"),
        1
    );
}

#[tokio::test]
async fn generated_relations_and_calls_work() {
    let space = rich().await;
    let db = space.admin().database();
    let profile = db
        .insert(generated::NewProfile {
            handle: "ann".into(),
            motto: "m".into(),
        })
        .returning_one::<generated::Profile>()
        .await
        .expect("a row");
    assert_eq!(profile.cry, "HEY");
    let new = generated::NewTodos {
        slug: "a".into(),
        title: "A".into(),
        owner_id: profile.id,
    };
    let todo = db
        .insert(new.mood(generated::Mood::VeryHappy))
        .returning_one::<generated::Todos>()
        .await
        .expect("a row");
    assert_eq!((todo.words, todo.mood), (Some(1), generated::Mood::VeryHappy));
    let owned = db
        .from::<generated::Todos>()
        .filter(|t| t.owner.any(|p| p.handle.eq("ann")) & t.todo_detail.none(|d| d.note.eq("x")))
        .filter(|t| t.tags.is_empty() & t.todos_by_parent.is_empty())
        .count()
        .await
        .expect("a count");
    assert_eq!(owned, 1);
    let found = db
        .call(generated::SearchTodos {
            q: "A%".into(),
            lim: None,
        })
        .all()
        .await
        .expect("rows");
    assert_eq!(found.len(), 1);
    let odd = generated::Odd {
        r#type: "t".into(),
        self_: 1,
        a_b: generated::Mood::Value1st,
    };
    assert_eq!(db.call(odd).one().await.expect("a value").as_deref(), Some("t"));
    let limits = db.call(generated::Limits).one().await.expect("a row");
    assert_eq!((limits.low, limits.high), (Some(1), Some(2)));
    let totals = db.call(generated::Totals).all().await.expect("rows");
    assert_eq!((totals.len(), totals[0].done), (1, Some(2)));
    db.insert(
        generated::NewHostileTable { r#type: 1 }
            .a_b("x")
            .naïve("y")
            .quote_d("z"),
    )
    .execute()
    .await
    .expect("a row");
    let hostile = db.from::<generated::HostileTable>().one().await.expect("a row");
    assert_eq!(
        (
            hostile.a_b.as_deref(),
            hostile.naïve.as_deref(),
            hostile.quote_d.as_deref()
        ),
        (Some("x"), Some("y"), Some("z"))
    );
}

#[tokio::test]
async fn options_choose_what_is_generated() {
    let space = rich().await;
    let catalog = catalog().await;
    let mut options = GenerateOptions::of_schema(space.schema())
        .with("todo*")
        .without("*_tags");
    let structs = |code: &str| -> Vec<String> {
        let lines = code.lines().filter_map(|line| line.strip_prefix("pub struct "));
        lines
            .map(|line| line.trim_end_matches([' ', '{', ';']).to_owned())
            .collect()
    };
    let code = catalog.generate(&options);
    assert_eq!(
        structs(&code)[..3],
        ["Todo", "TodoDetail", "Todos"],
        "{:?}",
        structs(&code)
    );
    assert!(!code.contains("TodoTag") && !code.contains("Profile"), "{code}");
    assert!(code.contains("pub enum Mood") && code.contains("SearchTodos"));
    options.functions = false;
    options.singular = false;
    options.default_schema = "public".to_owned();
    let code = catalog.generate(&options);
    assert_eq!(structs(&code), ["Todo", "TodoDetails", "Todos"]);
    assert!(
        code.contains(&format!("schema = \"{}\"", space.schema())),
        "{code}"
    );
    let nothing = catalog.generate(&GenerateOptions::of_schema("no_such_schema"));
    assert!(!nothing.contains("use insforge"), "{nothing}");
}
