//! Processes of a measurement: what memory this one takes, and a server that is another one.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use insforge_local::{Builder, Local};

pub(crate) type Failure = Box<dyn std::error::Error>;

/// Forgets the peak of this process's memory so far, and gives the memory in use, in bytes.
pub(crate) fn peak_from_now() -> Result<u64, Failure> {
    std::fs::write("/proc/self/clear_refs", "5")?;
    peak()
}

/// The most memory that this process has had in use, in bytes.
pub(crate) fn peak() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .ok_or("the system does not say how much memory is in use")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024)
}

pub(crate) fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// A local InsForge in a process of its own, whose memory is not this one's. It ends with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    pub(crate) anon_key: String,
    pub(crate) api_key: String,
}

impl Server {
    /// Starts this program again with an argument upon which it calls [`serve`].
    pub(crate) fn start(argument: &str) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(argument)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
        let mut line = || lines.next().ok_or("the server has ended")?.map_err(Failure::from);
        let (url, anon_key, api_key) = (line()?, line()?, line()?);
        Ok(Self {
            child,
            url,
            anon_key,
            api_key,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input is the end of the server, which takes its database with it.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Serves until the standard input ends, which it does with the other process.
pub(crate) async fn serve(builder: Builder) -> Result<(), Failure> {
    let local: Local = builder.start().await?;
    println!("{}\n{}\n{}", local.url(), local.anon_key(), local.api_key());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    local.shutdown().await;
    Ok(())
}
