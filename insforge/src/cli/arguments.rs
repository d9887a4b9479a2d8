//! What can follow the command's name.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use secrecy::{ExposeSecret as _, SecretString};

use crate::admin::generate::GenerateOptions;
use crate::client::{Admin, Client};
use crate::error::{Error, Result};

/// Ties a program's structs to the database of its InsForge project.
#[derive(Debug, Parser)]
#[command(name = "insforge", version)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Writes structs for the tables, views, enums and functions of the database into one file.
    Gen {
        #[command(flatten)]
        options: FileOptions,
        /// Writes nothing; tells what has changed, and exits with 1 if anything has.
        #[arg(long)]
        check: bool,
    },
    /// Tells whether the file that `gen` wrote is up to date; exits with 1 if not. The same as `gen --check`.
    Verify {
        #[command(flatten)]
        options: FileOptions,
    },
    /// Lists the tables that anybody can read because no row-level security is on; exits with 1 if there are any.
    Doctor {
        #[command(flatten)]
        project: Project,
    },
}

/// Which project, and its key.
#[derive(Debug, Args)]
pub(super) struct Project {
    /// The project's address, such as `https://my-app.insforge.app`.
    #[arg(long, env = "INSFORGE_URL", hide_env_values = true)]
    url: String,
    /// The admin API key. Prefer the variable: arguments can be seen by other users of the machine.
    #[arg(long, env = "INSFORGE_API_KEY", hide_env_values = true)]
    api_key: SecretString,
}

/// What to generate, and where.
#[derive(Debug, Args)]
pub(super) struct FileOptions {
    #[command(flatten)]
    pub(super) project: Project,
    /// The file.
    #[arg(long, short, default_value = "src/schema.rs")]
    pub(super) output: PathBuf,
    /// A schema to generate; can be repeated.
    #[arg(long = "schema", default_value = "public")]
    schemas: Vec<String>,
    /// The schema that the program's client uses, which structs need not name.
    #[arg(long, default_value = "public")]
    default_schema: String,
    /// A table or view to take, by name or a pattern such as `log_*` or `app.*`; can be repeated. Without it, all.
    #[arg(long)]
    include: Vec<String>,
    /// A table or view to leave out; can be repeated.
    #[arg(long)]
    exclude: Vec<String>,
    /// Generates no calls of functions.
    #[arg(long)]
    no_functions: bool,
    /// Structs have their table's name as it is: `Todos` for `todos`.
    #[arg(long)]
    plural: bool,
}

impl Project {
    pub(super) fn client(&self) -> Result<Client<Admin>> {
        Client::admin(&self.url, self.api_key.expose_secret())
    }
}

impl FileOptions {
    pub(super) fn generate(&self) -> GenerateOptions {
        GenerateOptions {
            schemas: self.schemas.clone(),
            default_schema: self.default_schema.clone(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            functions: !self.no_functions,
            singular: !self.plural,
        }
    }

    /// An error about the file.
    pub(super) fn at_file(&self, what: &str, error: std::io::Error) -> Error {
        Error::config(format!("{} cannot be {what}", self.output.display())).with_source(error)
    }
}
