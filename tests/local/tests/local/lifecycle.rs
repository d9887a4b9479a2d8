use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use insforge_local::Local;

use crate::client::call;

/// Whether no program of the instance runs any more and its folder is gone.
pub(crate) fn is_gone(folder: &Path) -> bool {
    let list = Command::new("ps").args(["-eo", "args"]).output().unwrap();
    let running = String::from_utf8_lossy(&list.stdout).contains(folder.to_str().unwrap());
    !running && !folder.exists()
}

pub(crate) fn wait_until_gone(folder: &Path) {
    let end = Instant::now() + Duration::from_secs(10);
    while !is_gone(folder) {
        assert!(Instant::now() < end, "{} is still there", folder.display());
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[tokio::test]
async fn several_instances_live_side_by_side() {
    let (one, two, three) = tokio::join!(Local::start(), Local::start(), Local::start());
    let instances = [one.unwrap(), two.unwrap(), three.unwrap()];
    for (place, local) in instances.iter().enumerate() {
        local
            .sql(format!("create table own as select {place} as number"))
            .await
            .unwrap();
    }
    for (place, local) in instances.iter().enumerate() {
        let rows = call(local, "GET", "/api/database/records/own")
            .bearer(local.api_key())
            .send()
            .await;
        assert_eq!(rows.text, format!(r#"[{{"number":{place}}}]"#));
        let foreign = &instances[(place + 1) % 3];
        assert_eq!(call(local, "GET", "/x").send().await.status, 404);
        assert_ne!(local.anon_key(), foreign.anon_key());
    }
    let folders: Vec<PathBuf> = instances.iter().map(|local| local.folder().to_owned()).collect();
    let [one, two, three] = instances;
    one.shutdown().await;
    assert!(is_gone(&folders[0]));
    assert_eq!(call(&two, "GET", "/api/health").send().await.status, 200);
    drop((two, three));
    folders.iter().for_each(|folder| wait_until_gone(folder));
}

#[test]
fn an_instance_outlives_the_runtime_it_was_started_on() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let local = runtime().block_on(Local::start()).unwrap();
    runtime().block_on(async {
        local.sql("create table later (id int)").await.unwrap();
        assert_eq!(call(&local, "GET", "/api/health").send().await.status, 200);
    });
    runtime().block_on(local.shutdown());
}

#[tokio::test]
async fn a_refused_schema_is_an_error_that_leaves_nothing() {
    let error = Local::builder()
        .schema_sql("create tabel x ()")
        .start()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("syntax error"), "{error}");
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = Local::builder().port(port).start().await.unwrap_err();
    assert!(
        error.to_string().contains(&format!("127.0.0.1:{port}")),
        "{error}"
    );
}

#[test]
fn nothing_is_left_however_the_process_ends() {
    for way in ["panic", "exit", "static", "abort", "kill"] {
        let (mut child, folder) = start_child(way);
        if way == "kill" {
            assert!(!is_gone(&folder));
            child.kill().unwrap();
        }
        child.wait().unwrap();
        wait_until_gone(&folder);
    }
}

/// Starts the program that ends in this way; gives the folder of its instance.
fn start_child(way: &str) -> (Child, PathBuf) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unclean-end"))
        .arg(way)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let folder = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .find_map(|line| {
            line.split_once("folder=")
                .map(|(_, folder)| PathBuf::from(folder))
        })
        .expect("the child's folder");
    (child, folder)
}
