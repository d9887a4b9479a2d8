//! The command `insforge`, as a process.

use std::path::Path;
use std::process::Output;

use insforge_tests::{Backend, Space};
use tokio::process::Command;

use super::rich;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Runs the command with the backend's address and this key in the environment.
async fn insforge(key: &str, arguments: &[&str]) -> Run {
    let backend = Backend::connect().await;
    let output = Command::new(env!("CARGO_BIN_EXE_insforge-command"))
        .args(arguments)
        .env("INSFORGE_URL", backend.url())
        .env("INSFORGE_API_KEY", key)
        .output()
        .await
        .expect("a process");
    output.into()
}

async fn on_file(space: &Space, file: &Path, arguments: &[&str]) -> Run {
    let backend = Backend::connect().await;
    let file = file.to_str().expect("a path");
    let schema = space.schema();
    let mut all = arguments.to_vec();
    all.extend(["--output", file, "--schema", schema, "--default-schema", schema]);
    insforge(backend.api_key(), &all).await
}

#[tokio::test]
async fn gen_writes_a_file_and_check_tells_when_it_is_out_of_date() {
    let space = rich().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("schema.rs");

    let missing = on_file(&space, &file, &["verify"]).await;
    assert_eq!(missing.code, Some(1), "{}", missing.err);
    let wrote = on_file(&space, &file, &["gen"]).await;
    assert_eq!(wrote.code, Some(0), "{}", wrote.err);
    let code = std::fs::read_to_string(&file).expect("the file");
    assert!(code.contains("pub struct Profile {"));
    let again = on_file(&space, &file, &["gen"]).await;
    assert!(again.out.contains("up to date"), "{}", again.out);
    for check in [&["gen", "--check"][..], &["verify"]] {
        let checked = on_file(&space, &file, check).await;
        assert_eq!(
            (checked.code, checked.err.as_str()),
            (Some(0), ""),
            "{}",
            checked.out
        );
    }

    space
        .sql("alter table {s}.tags add colour text, alter name drop not null; drop table {s}.todo_details")
        .await;
    let drift = on_file(&space, &file, &["gen", "--check"]).await;
    assert_eq!(drift.code, Some(1), "{}", drift.out);
    for line in [
        "  pub struct Tag",
        "-   pub name: String,",
        "+   pub name: Option<String>,",
        "+   pub colour: Option<String>,",
        "- pub struct TodoDetail",
    ] {
        assert!(
            drift.out.lines().any(|printed| printed == line),
            "{line}\n{}",
            drift.out
        );
    }
    assert_eq!(
        std::fs::read_to_string(&file).expect("the file"),
        code,
        "check writes nothing"
    );
    let wrote = on_file(&space, &file, &["gen"]).await;
    assert_eq!(wrote.code, Some(0), "{}", wrote.err);
    assert_eq!(on_file(&space, &file, &["verify"]).await.code, Some(0));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "no other file is left");
}

#[tokio::test]
async fn mistakes_are_one_line_and_never_show_the_key() {
    let key = format!("ik_{}", "5".repeat(64));
    let refused = insforge(&key, &["gen", "--output", "/nowhere/schema.rs"]).await;
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.starts_with("error: "), "{}", refused.err);
    let help = insforge(&key, &["gen", "--help"]).await;
    assert_eq!(help.code, Some(0), "{}", help.err);
    assert!(help.out.contains("INSFORGE_API_KEY"), "{}", help.out);
    let wrong = insforge(&key, &["gen", "--no-such-flag"]).await;
    assert_eq!(wrong.code, Some(2));
    let backend = Backend::connect().await;
    let nowhere = insforge(backend.api_key(), &["gen", "--output", "/nowhere/schema.rs"]).await;
    assert_eq!(nowhere.code, Some(2));
    assert!(nowhere.err.contains("/nowhere/schema.rs"), "{}", nowhere.err);
    let unknown = insforge(backend.api_key(), &["gen", "--schema", "no_such_schema"]).await;
    assert!(unknown.err.contains("no_such_schema"), "{}", unknown.err);
    for run in [refused, help, wrong, nowhere, unknown] {
        for secret in [key.as_str(), backend.api_key()] {
            assert!(
                !run.out.contains(secret) && !run.err.contains(secret),
                "{}{}",
                run.out,
                run.err
            );
        }
    }
}

#[tokio::test]
async fn doctor_lists_what_everybody_reads() {
    let space = rich().await;
    let backend = Backend::connect().await;
    let found = insforge(backend.api_key(), &["doctor"]).await;
    assert_eq!(found.code, Some(1), "{}", found.err);
    let line = format!("{}.tags: no row-level security", space.schema());
    assert!(found.out.contains(&line), "{}", found.out);
}
