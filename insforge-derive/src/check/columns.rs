//! Attributes of one column that contradict each other.

use darling::error::Accumulator;
use proc_macro2::Span;

use syn::Ident;

use super::{Column, report};
use crate::attr::ColumnAttrs;
use crate::subject::{about, of_field};

/// A pair of attributes that cannot stand together, with the reason; the error is on the second.
type Pair = (&'static str, &'static str, &'static str);

const CONTRADICTIONS: &[Pair] = &[
    (
        "identity",
        "default",
        "an identity column makes its own default: remove `default`",
    ),
    (
        "identity",
        "filled_by",
        "an identity column fills itself: remove `filled_by`",
    ),
    (
        "identity",
        "generated",
        "a column is an identity or generated, not both: remove one",
    ),
    (
        "generated",
        "default",
        "a generated column has no default: remove `default`",
    ),
    (
        "generated",
        "filled_by",
        "a generated column is computed by the database: remove `filled_by`",
    ),
    (
        "default",
        "filled_by",
        "`default` and `filled_by` both make the column optional: keep the one that is true",
    ),
    (
        "computed",
        "pk",
        "a computed field is a function of the row and no key: remove `pk` or `computed`",
    ),
    (
        "computed",
        "unique",
        "a computed field is a function of the row and has no constraint: remove `unique`",
    ),
    (
        "computed",
        "default",
        "a computed field is never written: remove `default`",
    ),
    (
        "computed",
        "identity",
        "a computed field is never written: remove `identity`",
    ),
    (
        "computed",
        "generated",
        "`computed` is a function of the row, `generated` a stored column: keep one",
    ),
    (
        "computed",
        "readonly",
        "a computed field is read-only already: remove `readonly`",
    ),
    (
        "computed",
        "filled_by",
        "a computed field is never written: remove `filled_by`",
    ),
];

/// Every contradiction of every column.
pub(super) fn contradictions(this: &Ident, columns: &[Column<'_>], errors: &mut Accumulator) {
    for column in columns {
        about(of_field(this, column.0), errors, |errors| {
            for (first, second, reason) in CONTRADICTIONS {
                if let (Some(_), Some(span)) = (place(&column.1, first), place(&column.1, second)) {
                    report(errors, span, reason);
                }
            }
        });
    }
}

fn place(column: &ColumnAttrs, key: &str) -> Option<Span> {
    match key {
        "pk" => column.pk.span(),
        "default" => column.default.span(),
        "identity" => column.identity.map(|identity| identity.span),
        "generated" => column.generated.span(),
        "readonly" => column.readonly.span(),
        "filled_by" => column.filled_by.as_ref().map(|text| text.span),
        "computed" => column.computed.span(),
        "unique" => column.unique.span(),
        _ => None,
    }
}
