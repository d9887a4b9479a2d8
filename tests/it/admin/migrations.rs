//! Migrations. There is one list a project, so one test writes to it, and takes back what it wrote.

use insforge::ErrorKind;
use insforge::admin::migrations::RiskLevel;
use insforge_tests::Backend;

#[tokio::test]
async fn a_migration_is_applied_once_kept_and_listed() {
    let space = Backend::connect().await.space("").await;
    let admin = space.admin();
    let migrations = admin.migrations();
    let latest = migrations.list().await.expect("a list");
    let latest: u128 = latest
        .first()
        .map_or(0, |newest| newest.version.parse().expect("a number"));
    let version = (latest + 1).to_string();
    let schema = space.schema();
    let sql = format!(
        "create table {schema}.migrated (id int primary key); insert into {schema}.migrated values (1);"
    );
    let broken = format!("create table {schema}.half (id int); select 1 / 0");
    let error = migrations
        .apply(&version, "broken", &broken)
        .await
        .expect_err("it fails");
    assert_eq!(error.kind(), ErrorKind::Server);
    let tables = admin.tables().list().await.expect("tables");
    assert!(!tables.contains(&"half".to_owned()), "{tables:?}");

    let made = migrations
        .apply(&version, "it-first", &sql)
        .await
        .expect("applied");
    let listed = migrations.list().await;
    let again = migrations.apply(&version, "it-first", &sql).await;
    let older = migrations.apply("0", "it-older", "select 1").await;
    admin
        .statement("delete from system.custom_migrations where version = $1")
        .param(version.as_str())
        .unrestricted()
        .run()
        .await
        .expect("taken back");

    assert_eq!(
        (made.version.as_str(), made.name.as_str()),
        (version.as_str(), "it-first")
    );
    assert_eq!(made.statements.len(), 2);
    assert_eq!(listed.expect("a list").first(), Some(&made));
    for refused in [again, older] {
        let error = refused.expect_err("not newer");
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Conflict, Some("DATABASE_MIGRATION_ALREADY_EXISTS"))
        );
    }
}

#[tokio::test]
async fn what_is_no_migration_is_refused_before_sending() {
    let migrations = Backend::connect().await.admin().migrations();
    for (version, name) in [("", "a"), ("1a", "a"), ("1", "Bad Name"), ("1", ""), ("1", "a_b")] {
        let error = migrations
            .apply(version, name, "select 1")
            .await
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Request, "{version:?} {name:?}");
    }
    let error = migrations
        .apply(&"9".repeat(64), "it-syntax", "creat table x")
        .await
        .expect_err("no SQL");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_dry_run_tells_risks_and_leaves_nothing() {
    let space = Backend::connect()
        .await
        .space("create table {s}.kept (id int primary key, a text);")
        .await;
    let admin = space.admin();
    let migrations = admin.migrations();
    let schema = space.schema();
    let run = |sql: String| {
        let migrations = migrations.clone();
        async move { migrations.dry_run(&sql).await.expect("an answer") }
    };
    let safe = run(format!("create table {schema}.new (id int)")).await;
    assert!(safe.valid && safe.risk_level == RiskLevel::Safe && safe.risk_factors.is_empty());
    let warned = run(format!("alter table {schema}.kept drop column a; select 1")).await;
    assert!(
        warned.valid && warned.risk_level == RiskLevel::Warning,
        "{warned:?}"
    );
    assert_eq!(warned.risk_factors[0].code, "SCHEMA_BREAKING_CHANGE");
    assert_eq!(warned.statements.len(), 2);
    let danger = run(format!("drop table {schema}.kept; select 1")).await;
    assert!(danger.valid && danger.risk_level == RiskLevel::Danger);
    assert_eq!(danger.risk_factors[0].level, RiskLevel::Danger);
    for sql in [
        "selec 1".to_owned(),
        format!("alter table {schema}.none add a int"),
    ] {
        let failed = run(sql).await;
        assert!(!failed.valid && failed.error.is_some() && failed.risk_level == RiskLevel::Danger);
    }
    assert_eq!(admin.tables().list().await.expect("as before"), ["kept", "probe"]);
}
