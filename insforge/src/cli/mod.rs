//! The command `insforge`: code from the database, and whether it is up to date.

mod arguments;
mod doctor;

mod generate;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use self::arguments::{Arguments, Command};
use crate::error::{Error, Result};

/// Runs the command with these arguments, of which the first is the program's name.
///
/// Exit codes: 0 where all is well, 1 where the code is out of date, 2 for everything that went wrong.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help is no mistake, and goes to the standard output.
            let code = if error.use_stderr() { FAILED } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match block_on(command(arguments)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("error: {error}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                eprintln!("  caused by: {cause}");
                source = cause.source();
            }
            ExitCode::from(FAILED)
        }
    }
}

/// The code on disk is not that of the database.
const OUT_OF_DATE: u8 = 1;
/// The command could not do what it was asked.
const FAILED: u8 = 2;

async fn command(arguments: Arguments) -> Result<u8> {
    match arguments.command {
        Command::Gen { options, check } => {
            if check {
                generate::check(&options).await
            } else {
                generate::write(&options).await
            }
        }
        Command::Verify { options } => generate::check(&options).await,
        Command::Doctor { project } => doctor::doctor(&project).await,
    }
}

fn block_on(future: impl Future<Output = Result<u8>>) -> Result<u8> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::config("the runtime does not start").with_source(error))?
        .block_on(future)
}
