//! The table that the struct and its attributes describe, with every default resolved: all that `expand` reads.

use darling::error::Accumulator;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Field, Ident, Path, Token, Type, Visibility};

use crate::attr::value::{CratePath, Fields, ItemName, Text};
use crate::attr::{self, ColumnAttrs, TableAttrs};
use crate::check;
use crate::relation::{self, Relation};
use crate::subject::{self, about};

/// A table or view.
pub(crate) struct Model {
    /// The path of `insforge`'s hidden module.
    pub(crate) private: TokenStream,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) name: String,
    pub(crate) schema: Option<String>,
    pub(crate) view: bool,
    /// Whether it says of a table that it is only read.
    pub(crate) readonly: bool,
    /// Whether rows can be written.
    pub(crate) writable: bool,
    /// Whether whole rows can be read.
    pub(crate) row: bool,
    pub(crate) columns: Vec<Column>,
    pub(crate) uniques: Vec<Constraint>,
    pub(crate) relations: Vec<Relation>,
    /// `TodoCols`.
    pub(crate) cols: Ident,
    /// `TodoUnique`.
    pub(crate) unique: Ident,
    /// `TodoConstraint`.
    pub(crate) constraint: Ident,
    /// `NewTodo` and `TodoDraft`.
    pub(crate) insert: Option<(Ident, Ident)>,
    /// `TodoPatch`.
    pub(crate) patch: Option<Ident>,
    /// Whether no mistake was found. Code with a mistake gets no checks beyond it.
    pub(crate) sound: bool,
}

/// A column.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) name: String,
    pub(crate) pk: bool,
    pub(crate) unique: bool,
    pub(crate) fill: Fill,
    /// The SQL type as the attribute spells it.
    pub(crate) sql: Option<String>,
    pub(crate) computed: bool,
    /// Whether the type is written `Option<..>`.
    pub(crate) option: bool,
    /// What the attribute says of who fills it, for comparisons with the database.
    pub(crate) marks: Marks,
}

/// What an attribute says of a column, word by word.
pub(crate) struct Marks {
    pub(crate) default: bool,
    /// Whether it is `always`.
    pub(crate) identity: Option<bool>,
    pub(crate) generated: bool,
    pub(crate) readonly: bool,
    pub(crate) filled_by: Option<String>,
    pub(crate) assert_not_null: bool,
}

/// Who writes a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The insert; the column is NULL or missing otherwise.
    Insert,
    /// The insert, or else the database.
    Default,
    /// The database alone.
    Database,
}

/// A unique constraint or the primary key.
pub(crate) struct Constraint {
    pub(crate) ident: Ident,
    /// The names of its columns in the database.
    pub(crate) columns: Vec<String>,
    pub(crate) primary: bool,
    /// Its own name in the database, where the attribute says it.
    pub(crate) name: Option<String>,
}

impl Column {
    /// Whether an insert or update can write it.
    pub(crate) fn is_written(&self) -> bool {
        self.fill != Fill::Database
    }

    /// Whether an insert must write it.
    pub(crate) fn is_required(&self) -> bool {
        self.fill == Fill::Insert && !self.option
    }
}

impl Model {
    /// Builds the model. It is complete even where `errors` received mistakes, so that they have no follow-ups.
    pub(crate) fn build(
        input: &DeriveInput,
        fields: &Punctuated<Field, Token![,]>,
        errors: &mut Accumulator,
    ) -> Self {
        let table: TableAttrs = attr::read(&input.attrs, errors);
        let columns: Vec<(&Field, ColumnAttrs)> = fields
            .iter()
            .map(|field| {
                let subject = subject::of_field(&input.ident, field);
                (
                    field,
                    about(subject, errors, |errors| attr::read(&field.attrs, errors)),
                )
            })
            .collect();
        check::table(&input.ident, &table, &columns, errors);

        let bare = input.ident.unraw();
        let writable = !table.view.is_present() && !table.readonly.is_present();
        let new = item(table.insert.as_ref(), || format_ident!("New{bare}"));
        let patch = item(table.patch.as_ref(), || format_ident!("{bare}Patch"));
        let columns: Vec<Column> = columns
            .into_iter()
            .filter_map(|(field, attrs)| column(field, attrs))
            .collect();
        Self {
            private: private(table.krate.as_ref()),
            vis: input.vis.clone(),
            ident: input.ident.clone(),
            name: table.name.map(|name| name.value).unwrap_or_default(),
            schema: table.schema.map(|schema| schema.value),
            view: table.view.is_present(),
            readonly: table.readonly.is_present(),
            writable,
            row: !table.skip_row.is_present(),
            uniques: constraints(table.primary_key, &table.unique, &columns),
            relations: relation::read(&input.attrs, &input.ident, &columns, errors),
            columns,
            cols: format_ident!("{bare}Cols"),
            unique: format_ident!("{bare}Unique"),
            constraint: format_ident!("{bare}Constraint"),
            insert: new
                .filter(|_| writable)
                .map(|new| (new, format_ident!("{bare}Draft"))),
            patch: patch.filter(|_| writable),
            sound: true,
        }
    }
}

/// The path of `insforge`'s hidden module.
pub(crate) fn private(krate: Option<&CratePath>) -> TokenStream {
    match krate {
        Some(CratePath(path)) => with_private(path),
        None => quote!(::insforge::__private),
    }
}

fn with_private(path: &Path) -> TokenStream {
    let path = path.to_token_stream();
    quote!(#path::__private)
}

fn item(choice: Option<&ItemName>, otherwise: impl FnOnce() -> Ident) -> Option<Ident> {
    match choice {
        Some(choice) => choice.name.clone(),
        None => Some(otherwise()),
    }
}

fn column(field: &Field, attrs: ColumnAttrs) -> Option<Column> {
    let ident = field.ident.clone()?;
    let fixed = attrs.generated.is_present()
        || attrs.readonly.is_present()
        || attrs.computed.is_present()
        || attrs.identity.is_some_and(|identity| identity.always);
    let fill = if fixed {
        Fill::Database
    } else if attrs.default.is_present() || attrs.identity.is_some() || attrs.filled_by.is_some() {
        Fill::Default
    } else {
        Fill::Insert
    };
    Some(Column {
        name: attrs
            .name
            .map_or_else(|| ident.unraw().to_string(), |name| name.value),
        option: is_option(&field.ty),
        ty: field.ty.clone(),
        pk: attrs.pk.is_present(),
        unique: attrs.unique.is_present(),
        sql: attrs.sql.map(|sql| sql.value),
        computed: attrs.computed.is_present(),
        marks: Marks {
            default: attrs.default.is_present(),
            identity: attrs.identity.map(|identity| identity.always),
            generated: attrs.generated.is_present(),
            readonly: attrs.readonly.is_present(),
            filled_by: attrs.filled_by.map(|trigger| trigger.value),
            assert_not_null: attrs.assert_not_null.is_present(),
        },
        fill,
        ident,
    })
}

/// Whether the type is written `Option<..>`, which decides if an insert must name the column. Generated code
/// asserts that the type itself agrees.
pub(crate) fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Option"),
        Type::Group(group) => is_option(&group.elem),
        Type::Paren(paren) => is_option(&paren.elem),
        _ => false,
    }
}

fn constraints(primary_key: Option<Text>, uniques: &[Fields], columns: &[Column]) -> Vec<Constraint> {
    let mut constraints: Vec<Constraint> = Vec::new();
    let mut add = |ident: Ident, members: Vec<&Column>, primary: bool, name: Option<String>| {
        let columns: Vec<String> = members.iter().map(|column| column.name.clone()).collect();
        if !columns.is_empty() && !constraints.iter().any(|other| other.ident == ident) {
            constraints.push(Constraint {
                ident,
                columns,
                primary,
                name,
            });
        }
    };
    let key = columns.iter().filter(|column| column.pk).collect();
    let key_name = primary_key.map(|name| name.value);
    add(format_ident!("primary_key"), key, true, key_name);
    for column in columns.iter().filter(|column| column.unique) {
        add(column.ident.clone(), vec![column], false, None);
    }
    for unique in uniques {
        let members: Vec<&Column> = unique
            .names
            .iter()
            .filter_map(|name| columns.iter().find(|column| column.ident.unraw() == name.unraw()))
            .collect();
        let name = unique.constraint.as_ref().map(|name| name.value.clone());
        if let Some(ident) = constraint_name(&members) {
            add(ident, members, false, name);
        }
    }
    constraints
}

/// A constraint's name is its fields' names: `owner_id_title`.
fn constraint_name(members: &[&Column]) -> Option<Ident> {
    let (first, rest) = members.split_first()?;
    Some(rest.iter().fold(first.ident.clone(), |name, column| {
        format_ident!("{}_{}", name.unraw(), column.ident.unraw())
    }))
}
