//! `uuid::Uuid` (feature `uuid`).

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

impl TextForm for uuid::Uuid {
    const EXPECTING: &'static str = "a uuid";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        out.push_str(self.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        text.parse()
            .map_err(|_| ValueError::new(format!("`{text}` is not a uuid")))
    }
}

text_value!(uuid::Uuid, Uuid);
