//! The ways to what only the administrator may do.

use super::{Admin, Client};
use crate::admin::advisor::Advisor;
use crate::admin::backups::Backups;
use crate::admin::compute::Compute;
use crate::admin::deployments::Deployments;
use crate::admin::introspection::Introspection;
use crate::admin::logs::Logs;
use crate::admin::memory::Memory;
use crate::admin::metadata::Metadata;
use crate::admin::migrations::Migrations;
use crate::admin::rows::Rows;
use crate::admin::schedules::Schedules;
use crate::admin::secrets::Secrets;
use crate::admin::tables::Tables;
use crate::admin::transfer::Transfer;
use crate::admin::usage::Usage;

impl Client<Admin> {
    /// Tables made, changed and removed without SQL, in the client's schema.
    #[must_use]
    pub fn tables(&self) -> Tables {
        Tables::new(self.caller.clone(), self.schema.clone())
    }

    /// What there is in the database, in the client's schema.
    #[must_use]
    pub fn introspection(&self) -> Introspection {
        Introspection::new(self.caller.clone(), self.schema.clone())
    }

    /// What the project is made of, and its keys.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata::new(self.caller.clone())
    }

    /// Rows and structure in and out of the database, as files.
    #[must_use]
    pub fn transfer(&self) -> Transfer {
        Transfer::new(self.caller.clone(), self.schema.clone())
    }

    /// Numbered changes of the database, each applied once.
    #[must_use]
    pub fn migrations(&self) -> Migrations {
        Migrations::new(self.caller.clone())
    }

    /// Secrets that functions and schedules read, and the project's own keys.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        Secrets::new(self.caller.clone())
    }

    /// Functions and other addresses called by the clock.
    #[must_use]
    pub fn schedules(&self) -> Schedules {
        Schedules::new(self.caller.clone())
    }

    /// What administrators did, and what the backend's parts have written.
    #[must_use]
    pub fn logs(&self) -> Logs {
        Logs::new(self.caller.clone())
    }

    /// The rows of a table in the client's schema as JSON, past row-level security.
    #[must_use]
    pub fn rows(&self, table: &str) -> Rows {
        Rows::new(self.caller.clone(), self.schema.clone(), table)
    }

    /// Copies of the database.
    #[must_use]
    pub fn backups(&self) -> Backups {
        Backups::new(self.caller.clone())
    }

    /// What the backend finds wrong with the database.
    #[must_use]
    pub fn advisor(&self) -> Advisor {
        Advisor::new(self.caller.clone())
    }

    /// Which tools agents have used.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage::new(self.caller.clone())
    }

    /// Sites: their files, their deployments, their addresses and their environment.
    #[must_use]
    pub fn deployments(&self) -> Deployments {
        Deployments::new(self.caller.clone())
    }

    /// Containers that run beside the backend.
    #[must_use]
    pub fn compute(&self) -> Compute {
        Compute::new(self.caller.clone())
    }

    /// What agents remember from one task to the next.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory::new(self.caller.clone())
    }
}
