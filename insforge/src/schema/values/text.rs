//! `String` and `bool`.

use serde::{Deserialize, Deserializer, Serializer, ser};

use crate::schema::sql_type::{Bool, Text};
use crate::schema::value::{PgValue, ValueError};

impl PgValue for String {
    type Sql = Text;

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        check_nul(self)?;
        out.push_str(self);
        Ok(())
    }

    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        check_nul(self).map_err(<S::Error as ser::Error>::custom)?;
        serializer.serialize_str(self)
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// PostgreSQL's text has no NUL.
pub(crate) fn check_nul(text: &str) -> Result<(), ValueError> {
    if text.contains('\0') {
        Err(ValueError::new(
            "text with a NUL character cannot be stored in PostgreSQL",
        ))
    } else {
        Ok(())
    }
}

impl PgValue for bool {
    type Sql = Bool;

    fn to_text(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(if *self { "true" } else { "false" });
        Ok(())
    }

    fn to_json<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn from_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}
