//! What `#[derive(Table)]` says of a table: its columns, their Rust and SQL types, keys and metadata.
//!
//! Nothing here does I/O or knows a client. Reading order: [`Table`] ties a struct to a table, [`Col`] is one
//! column as a value, [`PgValue`] is a Rust type that a column can hold, [`SqlType`] marks its SQL type and so
//! decides which operators the column has, [`Field`] adds nullability, [`Set`] is a column of an insert or update.
//!
//! ```
//! use insforge::prelude::*;
//!
//! #[derive(Table, Debug, Clone)]
//! #[table(name = "todos")]
//! pub struct Todo {
//!     #[column(pk, identity = always)]
//!     pub id: i64,
//!     pub title: String,
//!     pub body: Option<String>,
//! }
//!
//! assert_eq!(Todo::META.name, "todos");
//! let open = Todo::COLS.body.is_null() & Todo::COLS.title.like("%rust%");
//! # let _ = open;
//! ```

mod assign;
mod column;
mod columns;
mod constraint;
mod diff;
mod draft;
mod embedded;
mod enum_meta;
mod field;
mod foreign_key;
mod into_field;
mod meta;
mod misplaced;
mod on_table;
mod operand;
mod projection;
mod relation;
mod relation_meta;
mod row;
mod set;
mod spread;
mod sql_type;
mod table;
mod unique;
mod unknown;
mod value;
mod values;
mod written;

pub use self::assign::{Assign, IntoAssignments};
pub use self::column::{Col, ColumnRef, JsonPath, PathExpr, PathStep};
pub use self::columns::IntoColumns;
#[doc(hidden)]
pub use self::constraint::ConstraintMeta;
#[cfg(feature = "generate")]
pub(crate) use self::constraint::{is_usual_foreign_key, is_usual_primary_key, is_usual_unique};
pub use self::draft::{Insertable, Patch, RowWriter, debug_columns};
pub use self::embedded::{Countable, Embedded, HoldsCount};
pub use self::enum_meta::{EnumMeta, PgEnum};
pub use self::field::{Field, Fixed, Kind, NotNull, Null, Nullable, Updatable};
pub use self::foreign_key::{KeyColumn, KeyColumns, SameKey, one_schema};
pub use self::into_field::IntoField;
pub use self::meta::{ColumnMeta, Generated, Identity, RelationKind, TableMeta, UniqueMeta};
pub use self::misplaced::{IsColumn, IsRelation};
pub use self::on_table::{
    BooleanIn, ContainerIn, EquatableIn, JsonLikeIn, NullableIn, OperandIn, OrderedIn, OverlappingIn,
    RangedIn, SearchableIn, TextualIn, UpdatableIn,
};
pub use self::operand::Operand;
pub(crate) use self::operand::write_json;
pub use self::projection::{HoldsNulls, Join, PathItem, Projection, ReadsFrom, SelectItem};
pub use self::relation::{Inner, LeadsToOne, Link, Rel, ToMany, ToOne};
pub use self::relation_meta::{RelationMeta, RelationWay};
#[cfg(feature = "realtime")]
pub(crate) use self::row::Row;
pub(crate) use self::row::Rows;
pub use self::row::{RowReader, Slot};
pub use self::set::Set;
pub use self::spread::{SpreadSlot, Spreadable};
pub use self::sql_type::*;
pub use self::table::{Table, Writable, debug_table};
pub use self::unique::Unique;
pub use self::unknown::{UnknownType, UnknownValue};
pub(crate) use self::value::{AsJson, FromJson};
pub use self::value::{PgValue, ValueError, unknown_variant};
#[cfg(any(fuzzing, test))]
pub(crate) use self::values::fuzz;
pub use self::values::{
    Bytea, Date, DateTime, Decimal, Interval, Json, PgRange, RangeBound, Time, Timestamp, TsVector,
};
pub(crate) use self::values::{check_exact, write_array_element};
pub use self::written::*;
