use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::client::http;
use crate::lifecycle::wait_until_gone;

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_insforge-local"))
}

/// Starts the command and reads its four lines.
fn started(arguments: &[&str]) -> (Child, HashMap<String, String>) {
    let mut child = command()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(4);
    let values = lines
        .map(|line| {
            line.unwrap()
                .split_once('=')
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .unwrap()
        })
        .collect();
    (child, values)
}

/// The folder of an instance, which is told by the server itself.
async fn folder_of(database_url: &str) -> String {
    let (client, connection) = tokio_postgres::connect(database_url, tokio_postgres::NoTls)
        .await
        .unwrap();
    let connection = tokio::spawn(connection);
    let row = client.query_one("show data_directory", &[]).await.unwrap();
    let data: String = row.get(0);
    drop(client);
    let _ = connection.await;
    Path::new(&data).parent().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn help_names_the_options() {
    let output = command().arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for option in ["--port", "--schema", "--keep", "--lenient"] {
        assert!(text.contains(option), "{text}");
    }
}

#[tokio::test]
async fn the_lines_are_an_environment_and_signals_end_it() {
    for signal in ["INT", "TERM", "KILL"] {
        let (mut child, values) = started(&[]);
        let health = http()
            .get(format!("{}/api/health", values["INSFORGE_URL"]))
            .send()
            .await
            .unwrap();
        assert_eq!(health.status(), 200);
        assert!(values["INSFORGE_ANON_KEY"].starts_with("anon_"));
        assert!(values["INSFORGE_API_KEY"].starts_with("ik_"));
        let folder = folder_of(&values["INSFORGE_DATABASE_URL"]).await;
        assert!(
            Command::new("kill")
                .args(["-s", signal, &child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let status = child.wait().unwrap();
        assert_eq!(status.success(), signal != "KILL");
        wait_until_gone(Path::new(&folder));
    }
}

#[tokio::test]
async fn a_schema_file_is_run_and_the_folder_can_be_kept() {
    let file = std::env::temp_dir().join(format!("insforge-local-test-{}.sql", std::process::id()));
    std::fs::write(&file, "create table from_file (id int);").unwrap();
    let (mut child, values) = started(&["--keep", "--schema", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    let rows = http()
        .get(format!(
            "{}/api/database/records/from_file",
            values["INSFORGE_URL"]
        ))
        .bearer_auth(&values["INSFORGE_ANON_KEY"])
        .send()
        .await
        .unwrap();
    assert_eq!(rows.status(), 200);
    let folder = folder_of(&values["INSFORGE_DATABASE_URL"]).await;
    Command::new("kill")
        .args(["-s", "TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(child.wait().unwrap().success());
    assert!(Path::new(&folder).join("data/PG_VERSION").exists());
    assert!(!Path::new(&folder).join("data/postmaster.pid").exists());
    std::fs::remove_dir_all(&folder).unwrap();

    let missing = command()
        .args(["--schema", "/no/such/file.sql"])
        .output()
        .unwrap();
    assert!(!missing.status.success());
    assert!(String::from_utf8_lossy(&missing.stderr).contains("/no/such/file.sql"));
}

#[tokio::test]
async fn a_lent_server_gets_its_database_back() {
    let lender = crate::client::shared().await;
    let (client, connection) = tokio_postgres::connect(lender.database_url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let databases = || async {
        let question = "select count(*) from pg_database where datname like 'insforge\\_local\\_%'";
        client.query_one(question, &[]).await.unwrap().get::<_, i64>(0)
    };
    let lent = |signal: &'static str| {
        let url = lender.database_url().to_owned();
        async move {
            let mut child = command()
                .env("INSFORGE_LOCAL_DATABASE_URL", url)
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap())
                .lines()
                .map_while(Result::ok);
            let url = lines.next().unwrap().replace("INSFORGE_URL=", "");
            assert_eq!(
                http()
                    .get(format!("{url}/api/health"))
                    .send()
                    .await
                    .unwrap()
                    .status(),
                200
            );
            Command::new("kill")
                .args(["-s", signal, &child.id().to_string()])
                .status()
                .unwrap();
            child.wait().unwrap();
        }
    };
    lent("TERM").await;
    assert_eq!(databases().await, 0);
    // A killed process leaves its database; the next start clears it away.
    lent("KILL").await;
    assert_eq!(databases().await, 1);
    // The server needs a moment to see that the killed process's connections are gone.
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    lent("TERM").await;
    assert_eq!(databases().await, 0);
}

#[test]
fn a_missing_postgrest_is_reported_at_once() {
    let output = command()
        .env("INSFORGE_LOCAL_POSTGREST", "/no/such/postgrest")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        text.contains("PostgREST did not start") && text.contains("/no/such/postgrest"),
        "{text}"
    );
}
