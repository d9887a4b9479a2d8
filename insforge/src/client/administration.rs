//! The ways to what only the administrator may do.

use super::{Admin, Client};
use crate::admin::introspection::Introspection;
use crate::admin::metadata::Metadata;
use crate::admin::migrations::Migrations;
use crate::admin::tables::Tables;
use crate::admin::transfer::Transfer;

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
}
