//! `tsvector`: preprocessed text for full-text search.

use super::text_form::{TextForm, text_value};
use crate::schema::value::ValueError;

/// A `tsvector` in PostgreSQL's own text form, such as `'fat':2 'rat':3`. Search it with `fts`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TsVector(pub String);

impl TextForm for TsVector {
    const EXPECTING: &'static str = "a tsvector";

    fn write(&self, out: &mut String) -> Result<(), ValueError> {
        super::text::check_nul(&self.0)?;
        out.push_str(&self.0);
        Ok(())
    }

    fn parse(text: &str) -> Result<Self, ValueError> {
        Ok(Self(text.to_owned()))
    }
}

text_value!(TsVector, TextSearch);
