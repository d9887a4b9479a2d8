//! Changes of a table's rows, as a trigger publishes them.

use serde::de::DeserializeSeed;
use serde_json::{Map, Value};

use super::message::RawMessage;
use super::{Message, Sender};
use crate::error::{Error, Result};
use crate::schema::{Projection, Row, Table};

/// The events' names are PostgreSQL's own for what fires a trigger.
pub(super) const EVENTS: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

/// A change of a table's row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change<T> {
    /// A new row.
    Insert(T),
    /// A row that has changed.
    Update {
        /// The row as it was.
        old: T,
        /// The row as it is.
        new: T,
    },
    /// A row that is gone, as it was.
    Delete(T),
}

impl<T> Change<T> {
    /// The row as it is, or was before it went.
    pub fn into_row(self) -> T {
        match self {
            Self::Insert(row) | Self::Delete(row) | Self::Update { new: row, .. } => row,
        }
    }
}

/// Reads a message of the trigger's. Everybody who may publish on the channel can send one that looks like it, so its
/// sender counts.
pub(super) fn read<T: Table + Projection<T>>(message: &RawMessage) -> Result<Message<Change<T>>> {
    let change = change(message).map_err(|error| error.with_operation("realtime.message"))?;
    Ok(Message {
        event: message.event.clone(),
        payload: change,
        meta: message.meta.clone(),
    })
}

fn change<T: Table + Projection<T>>(message: &RawMessage) -> Result<Change<T>> {
    if message.meta.sender != Sender::System {
        return Err(Error::decode(format!(
            "a message {:?} that looks like a change of {} comes from a user and not from the database",
            message.event,
            T::META.name
        )));
    }
    match message.event.as_str() {
        "INSERT" => Ok(Change::Insert(row(&message.fields, "new")?)),
        "UPDATE" => Ok(Change::Update {
            old: row(&message.fields, "old")?,
            new: row(&message.fields, "new")?,
        }),
        "DELETE" => Ok(Change::Delete(row(&message.fields, "old")?)),
        other => Err(Error::decode(format!(
            "a message {other:?} is no change of a row"
        ))),
    }
}

fn row<T: Table + Projection<T>>(fields: &Map<String, Value>, which: &'static str) -> Result<T> {
    let value = fields.get(which).unwrap_or(&Value::Null);
    Row::<T, T>::new().deserialize(value).map_err(|error| {
        Error::decode(format!(
            "a change of {} does not fit its struct; has the struct changed since publish_changes?",
            T::META.name
        ))
        .with_path(which.to_owned())
        .with_source(error)
    })
}
