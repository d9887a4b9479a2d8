//! What there is in the database.

use insforge::admin::introspection::RoutineKind;
use insforge_tests::Backend;

#[tokio::test]
async fn functions_indexes_policies_and_triggers_of_a_schema_are_listed() {
    let space = Backend::connect()
        .await
        .space(
            "create table {s}.notes (id int primary key, body text unique); \
             alter table {s}.notes enable row level security; \
             create policy own on {s}.notes for select to anon, authenticated using (id > 0); \
             create function {s}.touch() returns trigger language plpgsql as $$ begin return new; end $$; \
             create procedure {s}.work() language sql as 'select 1'; \
             create trigger touched before update on {s}.notes for each row execute function {s}.touch();",
        )
        .await;
    let admin = space.admin();
    let there = admin.introspection();
    let schemas = there.schemas().await.expect("schemas");
    assert_eq!(schemas[0].name, "public");
    let protected = |name: &str| {
        schemas
            .iter()
            .find(|schema| schema.name == name)
            .expect(name)
            .is_protected
    };
    assert!(!protected(space.schema()) && !protected("public") && protected("auth"));

    let functions = there.functions().await.expect("functions");
    let kinds: Vec<(&str, &RoutineKind)> = functions
        .iter()
        .map(|function| (function.name.as_str(), &function.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("touch", &RoutineKind::Function),
            ("work", &RoutineKind::Procedure)
        ]
    );
    assert!(functions[0].definition.contains("CREATE OR REPLACE FUNCTION"));

    let indexes = there.indexes().await.expect("indexes");
    let key = indexes
        .iter()
        .find(|index| index.name == "notes_pkey")
        .expect("a key");
    let other = indexes
        .iter()
        .find(|index| index.name == "notes_body_key")
        .expect("another");
    assert!(key.is_primary && key.is_unique && !other.is_primary && other.is_unique);
    assert_eq!(key.table_name, "notes");

    let policies = there.policies().await.expect("policies");
    assert_eq!(policies.len(), 1);
    let policy = &policies[0];
    assert_eq!((policy.name.as_str(), policy.command.as_str()), ("own", "SELECT"));
    assert_eq!(policy.roles, ["anon", "authenticated"]);
    assert_eq!(
        (policy.using.as_deref(), policy.with_check.as_deref()),
        (Some("(id > 0)"), None)
    );

    let triggers = there.triggers().await.expect("triggers");
    assert_eq!(triggers.len(), 1);
    let trigger = &triggers[0];
    assert_eq!(
        (
            trigger.name.as_str(),
            trigger.timing.as_str(),
            trigger.event.as_str(),
            trigger.orientation.as_str()
        ),
        ("touched", "BEFORE", "UPDATE", "ROW")
    );
    assert!(trigger.statement.contains("touch()"));
    assert!(
        there
            .in_schema("no_such_schema")
            .indexes()
            .await
            .expect("none")
            .is_empty()
    );
}
