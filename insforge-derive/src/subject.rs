//! Whose mistake it is: every message names the struct, the field or the variant that it is about.

use core::fmt::Display;

use darling::Error;
use darling::error::Accumulator;
use syn::ext::IdentExt as _;
use syn::{Field, Ident};

use crate::attr::custom;

/// `Todo.title`, as messages name a field.
pub(crate) fn of_field(this: &Ident, field: &Field) -> String {
    match &field.ident {
        Some(ident) => format!("{}.{}", this.unraw(), ident.unraw()),
        None => this.unraw().to_string(),
    }
}

/// Runs checks of `subject` (`Todo`, `Todo.title`), whose messages then name it.
pub(crate) fn about<R>(
    subject: impl Display,
    errors: &mut Accumulator,
    checks: impl FnOnce(&mut Accumulator) -> R,
) -> R {
    let mut own = Error::accumulator();
    let result = checks(&mut own);
    if let Err(found) = own.finish() {
        errors.push(named(subject, found));
    }
    result
}

/// The mistakes with the subject in front, where the message does not name it or a part of it already.
pub(crate) fn named(subject: impl Display, errors: Error) -> Error {
    let subject = subject.to_string();
    let names = |message: &str| {
        let part = message.split('`').skip(1).step_by(2);
        part.into_iter().any(|quoted| {
            quoted
                .strip_prefix(subject.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':']))
        })
    };
    let errors = errors.flatten().into_iter().map(|error| {
        let error = syn::Error::from(error);
        let message = error.to_string();
        if names(&message) {
            error.into()
        } else {
            custom(error.span(), format!("`{subject}`: {message}"))
        }
    });
    Error::multiple(errors.collect())
}
