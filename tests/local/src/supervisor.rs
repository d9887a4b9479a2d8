use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::account::Account;
use crate::error::Error;

/// How a program is asked to end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ending {
    /// PostgreSQL's immediate shutdown: nobody needs the data again.
    Quit,
    /// PostgreSQL's fast shutdown, which leaves clean files behind.
    Interrupt,
    /// For programs that keep nothing.
    Kill,
}

impl Ending {
    fn signal(self) -> &'static str {
        match self {
            Self::Quit => "QUIT",
            Self::Interrupt => "INT",
            Self::Kill => "KILL",
        }
    }
}

/// A small shell that owns an instance's programs and folder, and outlives this process just long enough to remove
/// them. It notices the end of this process by the closing of a pipe, so nothing is left after a panic, an exit, a
/// signal or a kill.
#[derive(Debug)]
pub(crate) struct Supervisor {
    folder: PathBuf,
    child: Child,
    orders: Option<ChildStdin>,
}

impl Supervisor {
    /// `folder` is removed at the end unless `keep` is set.
    pub(crate) fn start(folder: &Path, account: Option<Account>, keep: bool) -> Result<Self, Error> {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", include_str!("supervisor.sh"), "insforge-local"])
            .arg(folder)
            .arg(if keep { "keep" } else { "remove" })
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C in a terminal goes to the foreground group: the supervisor must not be in it.
            .process_group(0);
        if let Some(account) = account {
            command.uid(account.uid).gid(account.gid);
        }
        let mut child = command
            .spawn()
            .map_err(|source| Error::file("start the supervisor for", folder, source))?;
        let orders = child.stdin.take();
        Ok(Self {
            folder: folder.to_owned(),
            child,
            orders,
        })
    }

    /// What the started programs write to their standard output; once.
    pub(crate) fn output(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Starts `command` (shell words, already quoted) under `name`.
    pub(crate) fn run(&mut self, name: &str, command: &str, ending: Ending) -> Result<(), Error> {
        let script = self.folder.join(format!("{name}.sh"));
        // Other accounts must be able to read it, or the unprivileged one could not run it; the folder is closed.
        std::fs::write(&script, format!("exec {command}\n"))
            .and_then(|()| std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o644)))
            .map_err(|source| Error::file("write", &script, source))?;
        self.order(&format!("start {} {name}", ending.signal()))
    }

    /// Leaves the output to the programs started so far: when it ends, they have ended.
    pub(crate) fn close_output(&mut self) -> Result<(), Error> {
        self.order("close")
    }

    fn order(&mut self, line: &str) -> Result<(), Error> {
        let Some(orders) = self.orders.as_mut() else {
            return Err(Error::Stopped);
        };
        writeln!(orders, "{line}")
            .and_then(|()| orders.flush())
            .map_err(|source| Error::file("steer the supervisor of", &self.folder, source))
    }

    /// Ends everything and waits until it is gone.
    pub(crate) fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        drop(self.orders.take());
        // A failed wait means that the child is gone already.
        let _ = self.child.wait();
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.end();
    }
}

/// One word for the shell.
pub(crate) fn quote(word: impl AsRef<std::ffi::OsStr>) -> String {
    format!("'{}'", word.as_ref().to_string_lossy().replace('\'', r"'\''"))
}
