//! Types that declare something of the database, as values to compare with it.

use crate::query::rpc::{Returns, ReturnsMeta, Rpc, RpcMeta};
use crate::schema::{ColumnMeta, EnumMeta, PgEnum, Table, TableMeta};

/// A type that declares a table, view, enum or function: what derives `Table`, `PgEnum` or `Rpc`, and tuples of such
/// types, which may hold tuples again.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares nothing that the database has",
    label = "this type derives none of `Table`, `PgEnum` and `Rpc`",
    note = "several types stand in a tuple of at most 16, and tuples may hold tuples"
)]
pub trait Declared {
    #[doc(hidden)]
    fn declare(declarations: &mut Declarations);
}

/// What a type declares.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Declaration {
    /// A table or view.
    Table {
        /// The struct's name.
        title: &'static str,
        /// What it says.
        meta: &'static TableMeta,
    },
    /// An enum.
    Enum(&'static EnumMeta),
    /// A function.
    Function {
        /// The struct's name.
        title: &'static str,
        /// What it says.
        meta: &'static RpcMeta,
        /// The arguments' types, in the order of their names.
        arguments: &'static [ColumnMeta],
        /// What it returns.
        returns: ReturnsMeta,
    },
}

/// A list of declarations.
#[derive(Debug, Default)]
#[doc(hidden)]
pub struct Declarations(pub(crate) Vec<Declaration>);

impl Declarations {
    /// Everything that a type declares.
    pub(crate) fn of<D: Declared>() -> Vec<Declaration> {
        let mut declarations = Self::default();
        D::declare(&mut declarations);
        declarations.0
    }

    /// The derive calls this and what follows.
    pub fn a_table<T: Table>(&mut self) {
        self.0.push(Declaration::Table {
            title: title::<T>(),
            meta: T::META,
        });
    }

    pub fn an_enum<E: PgEnum>(&mut self) {
        self.0.push(Declaration::Enum(E::META));
    }

    pub fn a_function<R: Rpc>(&mut self, arguments: &'static [ColumnMeta]) {
        self.0.push(Declaration::Function {
            title: title::<R>(),
            meta: R::META,
            arguments,
            returns: <R::Returns as Returns>::META,
        });
    }
}

/// The type's name without its path and generics.
pub(crate) fn title<T>() -> &'static str {
    let path = core::any::type_name::<T>();
    let path = path.split('<').next().unwrap_or(path);
    path.rsplit("::").next().unwrap_or(path)
}

macro_rules! tuples {
    ($first:ident $($rest:ident)*) => {
        impl<$first: Declared, $($rest: Declared),*> Declared for ($first, $($rest,)*) {
            fn declare(declarations: &mut Declarations) {
                $first::declare(declarations);
                $($rest::declare(declarations);)*
            }
        }
        tuples!($($rest)*);
    };
    () => {};
}

tuples!(A B C D E F G H I J K L M N O P);
