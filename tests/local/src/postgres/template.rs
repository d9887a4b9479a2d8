use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cluster::Cluster;
use super::find::Server;
use super::{DATABASE, SCHEMA};
use crate::account::Account;
use crate::cache::{self, Cache};
use crate::database;
use crate::error::Error;
use crate::supervisor::{Ending, Supervisor};

/// Speed over safety: the data of an instance is never needed after a crash.
const SETTINGS: &str = "
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 16MB
max_connections = 60
max_wal_senders = 0
wal_level = minimal
max_wal_size = 256MB
autovacuum_naptime = 60s
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
logging_collector = off
jit = off
";

/// A password for the superuser stands in the template, since a loopback port is open to every account of the
/// machine. It is compared in clear: no hashing on each of many short connections.
const ACCESS: &str = "host all all 127.0.0.1/32 password\n";

/// Changes with the way the cluster is made, so that templates made in another way are not taken.
const LAYOUT: u32 = 2;

/// How text is compared, the first that the server and the machine have. InsForge's database has `en_US.utf8`, which
/// machines do not have as a rule; the rules of ICU are nearly its own, and the same on every machine.
const LOCALES: [&[&str]; 3] = [
    &["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"],
    &[
        "--locale-provider=icu",
        "--icu-locale=en-US",
        "--locale=en_US.UTF-8",
    ],
    &["--locale=C"],
];

/// An initialised cluster with the base schema, copied for each instance.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    folder: PathBuf,
}

impl Template {
    /// Finds the template in the cache or makes it, which takes a second or two.
    pub(crate) fn open(cache: &Cache, server: &Server) -> Result<Self, Error> {
        let mut hasher = DefaultHasher::new();
        (SCHEMA, SETTINGS, ACCESS, LOCALES, LAYOUT).hash(&mut hasher);
        let name = format!("postgres-{}-{:016x}", server.version, hasher.finish());
        let folder = cache.entry(&name, |draft| make(server, draft))?;
        Ok(Self { folder })
    }

    pub(crate) fn password(&self) -> Result<String, Error> {
        let path = self.folder.join("password");
        std::fs::read_to_string(&path).map_err(|source| Error::file("read", &path, source))
    }

    /// Copies the data folder to `target`, for `account` to own.
    pub(crate) fn copy(&self, target: &Path, account: Option<Account>) -> Result<(), Error> {
        copy(&self.folder.join("data"), target, account)
    }
}

fn make(server: &Server, draft: &Path) -> Result<(), Error> {
    let folder = cache::instance_folder()?;
    let account = Account::needed(&folder)?;
    if let Some(account) = account {
        account.take(&folder)?;
    }
    // From here on the folder is removed whatever happens.
    let supervisor = Supervisor::start(&folder, account, false)?;
    let password = format!("{:032x}", rand::random::<u128>());
    let data = folder.join("data");
    init(server, &folder, &data, account, &password)?;
    let mut cluster = Cluster::run(server, supervisor, &folder, password.clone(), Ending::Quit)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::file("start a runtime for", &folder, source))?;
    runtime.block_on(async {
        let server = database::connect(&cluster.url("template1"), "insforge-local").await?;
        // Instead of one more database: each is three hundred files to copy at every start.
        server
            .batch_execute(&format!("alter database postgres rename to {DATABASE}"))
            .await
            .map_err(Error::Sql)?;
        let client = database::connect(&cluster.url(DATABASE), "insforge-local").await?;
        client.batch_execute(SCHEMA).await.map_err(Error::Sql)?;
        Ok::<_, Error>(())
    })?;
    drop(runtime);
    cluster.halt(server, account)?;
    copy(&data, &draft.join("data"), None)?;
    cache::write_secret(&draft.join("password"), &password)
}

fn init(
    server: &Server,
    folder: &Path,
    data: &Path,
    account: Option<Account>,
    password: &str,
) -> Result<(), Error> {
    let mut done = Ok(());
    for locale in LOCALES {
        done = init_with(server, folder, data, account, password, locale);
        if done.is_ok() {
            break;
        }
    }
    done
}

fn init_with(
    server: &Server,
    folder: &Path,
    data: &Path,
    account: Option<Account>,
    password: &str,
    locale: &[&str],
) -> Result<(), Error> {
    let word = folder.join("password");
    cache::write_secret(&word, password)?;
    if let Some(account) = account {
        account.take(&word)?;
    }
    let mut command = Command::new(server.bin.join("initdb"));
    command
        .args([
            "--no-sync",
            "--username=postgres",
            "--auth=password",
            "--encoding=UTF8",
        ])
        .args(locale)
        .args(["--wal-segsize=1", "--no-instructions"])
        .arg(format!("--pwfile={}", word.display()))
        .arg("-D")
        .arg(data)
        .current_dir("/")
        .stdin(Stdio::null());
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
    let output = command
        .output()
        .map_err(|source| Error::file("run initdb for", data, source))?;
    if !output.status.success() {
        return Err(Error::Start {
            program: "initdb",
            output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    std::fs::remove_file(&word).map_err(|source| Error::file("remove", &word, source))?;
    append(&data.join("postgresql.conf"), SETTINGS)?;
    let access = data.join("pg_hba.conf");
    std::fs::write(&access, ACCESS).map_err(|source| Error::file("write", &access, source))
}

fn append(path: &Path, text: &str) -> Result<(), Error> {
    use std::io::Write;
    std::fs::OpenOptions::new()
        .append(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| Error::file("write", path, source))
}

/// Each folder is handed over before anything is put into it: the supervisor, which runs under the same account, must be
/// able to remove it at any moment.
fn copy(from: &Path, to: &Path, account: Option<Account>) -> Result<(), Error> {
    std::fs::create_dir(to).map_err(|source| Error::file("make", to, source))?;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o700))
        .map_err(|source| Error::file("close", to, source))?;
    give(to, account)?;
    for entry in std::fs::read_dir(from).map_err(|source| Error::file("read", from, source))? {
        let entry = entry.map_err(|source| Error::file("read", from, source))?;
        let kind = entry
            .file_type()
            .map_err(|source| Error::file("read", entry.path(), source))?;
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy(&entry.path(), &target, account)?;
        } else if kind.is_file() {
            std::fs::copy(entry.path(), &target).map_err(|source| Error::file("copy", &target, source))?;
            give(&target, account)?;
        }
    }
    Ok(())
}

fn give(path: &Path, account: Option<Account>) -> Result<(), Error> {
    account.map_or(Ok(()), |account| account.take(path))
}
