//! Arguments on their way out, in both of their forms: a query parameter each, or one JSON body.

use crate::schema::{AsJson, Field, PgValue, SqlType, ValueError, write_json};

/// The arguments of a call under construction. The derive fills it.
pub struct ArgumentWriter {
    /// The body, still open at its end; whole where the function has one unnamed parameter.
    json: Vec<u8>,
    /// Names and texts, while every argument has a text that can stand in a URL.
    texts: Option<Vec<(&'static str, String)>>,
    names: Vec<&'static str>,
    whole: bool,
    error: Option<ValueError>,
}

/// The arguments as they can be sent.
pub(crate) struct Sent<'a> {
    pub(crate) body: Vec<u8>,
    pub(crate) texts: Option<&'a [(&'static str, String)]>,
}

impl ArgumentWriter {
    pub(crate) fn new() -> Self {
        Self {
            json: vec![b'{'],
            texts: Some(Vec::new()),
            names: Vec::new(),
            whole: false,
            error: None,
        }
    }

    /// Writes an argument.
    pub(super) fn value<F: Field>(&mut self, name: &'static str, value: &F) {
        self.json(name, |out| write_json(&AsJson(value), out));
        let mut text = String::new();
        match value.base() {
            // A query parameter has no spelling for NULL.
            None => self.texts = None,
            // In a URL a document would be a string that holds it.
            Some(_) if matches!(F::Sql::NAME, "json" | "jsonb") => self.texts = None,
            Some(base) => {
                let written = base.to_text(&mut text);
                self.text(name, written.map(|()| text));
            }
        }
    }

    /// Takes the arguments written so far out of the URL: they go in a body.
    pub(super) fn only_json(&mut self) {
        self.texts = None;
    }

    /// Writes the JSON that is the whole body.
    pub(super) fn whole<F: Field>(&mut self, value: &F) {
        self.whole = true;
        self.texts = None;
        self.json.clear();
        let written = write_json(&AsJson(value), &mut self.json);
        if let Err(reason) = written {
            self.fail(reason);
        } else if !is_body(&self.json) {
            self.fail(ValueError::new(
                "the argument is the whole body of the call, which is an object or an array of objects with the same \
                 keys: wrap it in an object",
            ));
        }
    }

    fn json(&mut self, name: &'static str, write: impl FnOnce(&mut Vec<u8>) -> Result<(), ValueError>) {
        if !self.names.is_empty() {
            self.json.push(b',');
        }
        self.names.push(name);
        let key = write_json(&name, &mut self.json);
        self.json.push(b':');
        let written = key.and_then(|()| write(&mut self.json));
        self.check(name, written);
    }

    fn text(&mut self, name: &'static str, text: Result<String, ValueError>) {
        match text {
            Ok(text) => {
                if let Some(texts) = &mut self.texts {
                    texts.push((name, text));
                }
            }
            Err(reason) => self.check(name, Err(reason)),
        }
    }

    fn check(&mut self, name: &str, written: Result<(), ValueError>) {
        if let Err(reason) = written {
            self.fail(ValueError::new(format!("argument `{name}`: {reason}")));
        }
    }

    fn fail(&mut self, reason: ValueError) {
        self.error.get_or_insert(reason);
    }

    /// The names of the arguments that are given.
    pub(crate) fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// The forms in which the arguments can be sent.
    ///
    /// # Errors
    /// The first value that cannot be sent at all.
    pub(crate) fn sent(&self) -> Result<Sent<'_>, &ValueError> {
        if let Some(error) = &self.error {
            return Err(error);
        }
        let mut body = self.json.clone();
        if !self.whole {
            body.push(b'}');
        }
        Ok(Sent {
            body,
            texts: self.texts.as_deref(),
        })
    }
}

/// Whether the gateway and PostgREST let this JSON through as a body.
fn is_body(json: &[u8]) -> bool {
    type Object = std::collections::BTreeMap<String, serde::de::IgnoredAny>;
    if json.first() == Some(&b'{') {
        return true;
    }
    let Ok(rows) = serde_json::from_slice::<Vec<Object>>(json) else {
        return false;
    };
    rows.windows(2).all(|pair| match pair {
        [left, right] => left.keys().eq(right.keys()),
        _ => true,
    })
}

impl core::fmt::Debug for ArgumentWriter {
    /// The names, and no values.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(&self.names).finish()
    }
}
