//! What the attributes may say: one field an attribute. darling's types stay in this module and its child.

pub(crate) mod value;

use darling::FromMeta;
use darling::ast::NestedMeta;
use darling::error::Accumulator;
use proc_macro2::Span;
use quote::ToTokens as _;
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Meta, Path};

use self::value::{ColumnName, CratePath, Fields, Identity, ItemName, NameList, Rename, Text, Word};
use crate::suggest::nearest;

/// `#[table(..)]` on the struct.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct TableAttrs {
    /// The table's name in the database.
    pub(crate) name: Option<Text>,
    /// Its schema, where it is not the one that the API serves by default.
    pub(crate) schema: Option<Text>,
    /// It is a view: read only.
    pub(crate) view: Word,
    /// It is only read: no insert, no update, no delete.
    pub(crate) readonly: Word,
    /// A unique constraint over these fields.
    #[darling(multiple)]
    pub(crate) unique: Vec<Fields>,
    /// The name of the struct of new rows, or `false` for none.
    pub(crate) insert: Option<ItemName>,
    /// The name of the struct of changes, or `false` for none.
    pub(crate) patch: Option<ItemName>,
    /// The name of the primary key's constraint, where it is not PostgreSQL's choice.
    pub(crate) primary_key: Option<Text>,
    /// Where `insforge` is re-exported.
    #[darling(rename = "crate")]
    pub(crate) krate: Option<CratePath>,
    /// No decoder for whole rows.
    pub(crate) skip_row: Word,
}

/// `#[column(..)]` on a field.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct ColumnAttrs {
    /// Part of the primary key.
    pub(crate) pk: Word,
    /// `DEFAULT ..`: optional on insert.
    pub(crate) default: Word,
    /// `GENERATED .. AS IDENTITY`.
    pub(crate) identity: Option<Identity>,
    /// `GENERATED ALWAYS AS (..) STORED`: never written.
    pub(crate) generated: Word,
    /// Never written by this program.
    pub(crate) readonly: Word,
    /// Filled by this trigger: optional on insert.
    pub(crate) filled_by: Option<Text>,
    /// The column's name in the database, where it is not the field's.
    pub(crate) name: Option<Text>,
    /// The column's SQL type, where it is not the Rust type's own.
    pub(crate) sql: Option<Text>,
    /// A PostgREST computed field, a function of the row.
    pub(crate) computed: Word,
    /// A unique constraint over this column alone.
    pub(crate) unique: Word,
    /// A view's column that is never NULL in fact.
    pub(crate) assert_not_null: Word,
}

/// `#[insert(..)]` on a field.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct InsertFieldAttrs {
    /// The column's field in the table, where it has another name.
    pub(crate) column: Option<ColumnName>,
    /// No column.
    pub(crate) skip: Word,
}

/// `#[patch(..)]` on a field.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct PatchFieldAttrs {
    /// The column's field in the table, where it has another name.
    pub(crate) column: Option<ColumnName>,
    /// No column.
    pub(crate) skip: Word,
}

/// `#[pg_enum(..)]` on the enum.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct EnumAttrs {
    /// The type's name in the database.
    pub(crate) name: Option<Text>,
    /// How variants are spelled in the database.
    pub(crate) rename_all: Option<Rename>,
    /// The type never gains values that this program does not know.
    pub(crate) closed: Word,
    /// Where `insforge` is re-exported.
    #[darling(rename = "crate")]
    pub(crate) krate: Option<CratePath>,
}

/// `#[pg_enum(..)]` on a variant.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct VariantAttrs {
    /// The value in the database.
    pub(crate) rename: Option<Text>,
}

/// `#[pg_value(..)]` on the struct.
#[derive(Default, FromMeta)]
#[darling(default)]
pub(crate) struct ValueAttrs {
    /// Where `insforge` is re-exported.
    #[darling(rename = "crate")]
    pub(crate) krate: Option<CratePath>,
}

/// A set of attributes: its name in code, and the keys that it has.
pub(crate) trait Attributes: FromMeta + Default {
    const NAME: &'static str;
    const KEYS: NameList;
}

impl Attributes for TableAttrs {
    const NAME: &'static str = "table";
    const KEYS: NameList = &[
        "name",
        "schema",
        "view",
        "readonly",
        "unique",
        "insert",
        "patch",
        "primary_key",
        "crate",
        "skip_row",
    ];
}
impl Attributes for ColumnAttrs {
    const NAME: &'static str = "column";
    const KEYS: NameList = &[
        "pk",
        "default",
        "identity",
        "generated",
        "readonly",
        "filled_by",
        "name",
        "sql",
        "computed",
        "unique",
        "assert_not_null",
    ];
}
impl Attributes for InsertFieldAttrs {
    const NAME: &'static str = "insert";
    const KEYS: NameList = &["column", "skip"];
}
impl Attributes for PatchFieldAttrs {
    const NAME: &'static str = "patch";
    const KEYS: NameList = &["column", "skip"];
}
impl Attributes for EnumAttrs {
    const NAME: &'static str = "pg_enum";
    const KEYS: NameList = &["name", "rename_all", "closed", "crate"];
}
impl Attributes for VariantAttrs {
    const NAME: &'static str = "pg_enum";
    const KEYS: NameList = &["rename"];
}
impl Attributes for ValueAttrs {
    const NAME: &'static str = "pg_value";
    const KEYS: NameList = &["crate"];
}

/// Reads the attributes of this set. Every mistake goes to `errors`, and what is right beside it still counts, so
/// that one mistake has no second error for consequence.
pub(crate) fn read<A: Attributes>(attributes: &[Attribute], errors: &mut Accumulator) -> A {
    let mut good: Vec<NestedMeta> = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(A::NAME))
    {
        for item in errors.handle(items::<A>(attribute)).unwrap_or_default() {
            let Some(item) = known::<A>(item, errors) else {
                continue;
            };
            let alone = once(&item, &good).and_then(|()| A::from_list(core::slice::from_ref(&item)));
            if errors.handle(alone).is_some() {
                good.push(item);
            }
        }
    }
    errors.handle(A::from_list(&good)).unwrap_or_default()
}

fn items<A: Attributes>(attribute: &Attribute) -> darling::Result<Vec<NestedMeta>> {
    match &attribute.meta {
        Meta::List(list) => Ok(NestedMeta::parse_meta_list(list.tokens.clone())?),
        other => Err(custom(
            other.span(),
            format!("`{0}` takes a list: `#[{0}(..)]`", A::NAME),
        )),
    }
}

/// The item, with a misspelt key reported and taken for the key that was meant, if that is clear.
fn known<A: Attributes>(mut item: NestedMeta, errors: &mut Accumulator) -> Option<NestedMeta> {
    let all = A::KEYS.join("`, `");
    let Some(path) = path(&item) else {
        let message = format!("a value needs a key here; `#[{}(..)]` has `{all}`", A::NAME);
        errors.push(custom(item.span(), message));
        return None;
    };
    let (key, span) = (path.to_token_stream().to_string(), path.span());
    if A::KEYS.contains(&key.as_str()) {
        return Some(item);
    }
    let Some(meant) = nearest(&key, A::KEYS) else {
        errors.push(custom(
            span,
            format!("`#[{}(..)]` has no `{key}`: it has `{all}`", A::NAME),
        ));
        return None;
    };
    let message = format!("`#[{}(..)]` has no `{key}`: did you mean `{meant}`?", A::NAME);
    errors.push(custom(span, message));
    let path = Path::from(Ident::new(meant, span));
    match &mut item {
        NestedMeta::Meta(Meta::Path(old)) => *old = path,
        NestedMeta::Meta(Meta::List(list)) => list.path = path,
        NestedMeta::Meta(Meta::NameValue(pair)) => pair.path = path,
        NestedMeta::NameValueInvalidExpr(pair) => pair.path = path,
        NestedMeta::Lit(_) => return None,
    }
    Some(item)
}

/// The item's key is not given twice. A list can come again: `unique(a), unique(b)`.
fn once(item: &NestedMeta, before: &[NestedMeta]) -> darling::Result<()> {
    let key = path(item).map(|path| path.to_token_stream().to_string());
    let again = before
        .iter()
        .filter_map(path)
        .any(|other| Some(other.to_token_stream().to_string()) == key);
    match key {
        Some(key) if again && !matches!(item, NestedMeta::Meta(Meta::List(_))) => {
            Err(custom(item.span(), format!("`{key}` is given twice: remove one")))
        }
        _ => Ok(()),
    }
}

fn path(item: &NestedMeta) -> Option<&Path> {
    match item {
        NestedMeta::Meta(meta) => Some(meta.path()),
        NestedMeta::NameValueInvalidExpr(item) => Some(&item.path),
        NestedMeta::Lit(_) => None,
    }
}

/// An error of ours at a place of the user's.
pub(crate) fn custom(span: Span, message: impl core::fmt::Display) -> darling::Error {
    syn::Error::new(span, message).into()
}
