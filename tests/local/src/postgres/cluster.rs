use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::find::Server;
use crate::account::Account;
use crate::error::Error;
use crate::supervisor::{Ending, Supervisor, quote};

/// How long a server may take to come up; a loaded machine is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running PostgreSQL server of our own.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) supervisor: Supervisor,
    data: PathBuf,
    port: u16,
    password: String,
}

impl Cluster {
    /// Starts the server on `folder/data` and waits until it takes connections.
    pub(crate) fn run(
        server: &Server,
        mut supervisor: Supervisor,
        folder: &Path,
        password: String,
        ending: Ending,
    ) -> Result<Self, Error> {
        let data = folder.join("data");
        let mut last = String::new();
        // Another process may take a free port between our look and the server's; then the next one is tried.
        for attempt in 0..5 {
            let port = free_port()?;
            let log = folder.join(format!("postgres-{attempt}.log"));
            let command = format!(
                "{} -D {} -p {port} >{} 2>&1",
                quote(server.bin.join("postgres")),
                quote(&data),
                quote(&log),
            );
            supervisor.run(&format!("postgres-{attempt}"), &command, ending)?;
            match wait(&data, port, &log) {
                Ok(()) => {
                    return Ok(Self {
                        supervisor,
                        data,
                        port,
                        password,
                    });
                }
                Err(output) if output.contains("could not bind") => last = output,
                Err(output) => {
                    return Err(Error::Start {
                        program: "PostgreSQL",
                        output,
                    });
                }
            }
        }
        Err(Error::Start {
            program: "PostgreSQL",
            output: last,
        })
    }

    /// The superuser's URL of `database`.
    pub(crate) fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    /// Shuts the server down so that its files are whole.
    pub(crate) fn halt(&mut self, server: &Server, account: Option<Account>) -> Result<(), Error> {
        let mut command = Command::new(server.bin.join("pg_ctl"));
        command
            .args(["stop", "--wait", "--mode=fast", "-D"])
            .arg(&self.data)
            .current_dir("/");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(account) = account {
            command.uid(account.uid).gid(account.gid);
        }
        let status = command
            .status()
            .map_err(|source| Error::file("run pg_ctl for", &self.data, source))?;
        if status.success() {
            Ok(())
        } else {
            Err(Error::Start {
                program: "pg_ctl",
                output: status.to_string(),
            })
        }
    }
}

/// Waits for the status line of the server's own file: a connection alone would not tell our server from another
/// one that has taken the port.
fn wait(data: &Path, port: u16, log: &Path) -> Result<(), String> {
    let start = Instant::now();
    let file = data.join("postmaster.pid");
    loop {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        if lines.nth(3) == Some(port.to_string().as_str()) && lines.any(|line| line.trim() == "ready") {
            return Ok(());
        }
        let output = std::fs::read_to_string(log).unwrap_or_default();
        let refused = output.contains("FATAL") || output.contains("PANIC");
        // Something else than the server has written, such as a shell that could not start it.
        let never =
            !output.is_empty() && !output.contains("LOG:") && start.elapsed() > Duration::from_secs(2);
        if refused || never || start.elapsed() > PATIENCE {
            return Err(output.trim().to_owned());
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

fn free_port() -> Result<u16, Error> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| Error::Port { port: 0, source })
}
