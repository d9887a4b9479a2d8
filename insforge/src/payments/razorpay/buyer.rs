//! What an order and a subscription both say of the payer.

use serde::Serialize;

use super::super::subject::{Notes, check_notes, check_optional, check_url};
use crate::error::Result;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Buyer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer_contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) callback_url: Option<String>,
    #[serde(skip_serializing_if = "Notes::is_empty")]
    pub(super) notes: Notes,
}

impl Buyer {
    pub(super) fn check(&self) -> Result<()> {
        check_optional("the description", self.description.as_ref(), 2048)?;
        check_optional("the customer's name", self.customer_name.as_ref(), 255)?;
        check_optional("the customer's e-mail", self.customer_email.as_ref(), 255)?;
        check_optional("the customer's contact", self.customer_contact.as_ref(), 32)?;
        if let Some(url) = &self.callback_url {
            check_url("callback_url", url)?;
        }
        check_notes("notes", &self.notes)
    }
}

/// Gives a builder the setters of its field `buyer`.
macro_rules! buyer_setters {
    () => {
        /// What it is for, shown to the payer.
        pub fn description(mut self, description: impl Into<String>) -> Self {
            self.buyer.description = Some(description.into());
            self
        }

        /// The payer's name.
        pub fn customer_name(mut self, name: impl Into<String>) -> Self {
            self.buyer.customer_name = Some(name.into());
            self
        }

        /// The payer's address.
        pub fn customer_email(mut self, address: impl Into<String>) -> Self {
            self.buyer.customer_email = Some(address.into());
            self
        }

        /// The payer's telephone number.
        pub fn customer_contact(mut self, contact: impl Into<String>) -> Self {
            self.buyer.customer_contact = Some(contact.into());
            self
        }

        /// Where the payer's browser goes when it is paid.
        pub fn callback_url(mut self, url: impl Into<String>) -> Self {
            self.buyer.callback_url = Some(url.into());
            self
        }

        /// Adds a note. Keys that begin with `insforge_` are InsForge's own.
        pub fn note(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
            self.buyer.notes.insert(key.into(), value.into());
            self
        }
    };
}

pub(super) use buyer_setters;
