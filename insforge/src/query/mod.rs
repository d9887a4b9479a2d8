//! The typed query builder: filters, order, pages, inserts, updates, deletes.
//!
//! A builder starts at [`Database`], collects what it is told and sends nothing before a terminal method is awaited.
//! `to_request()` shows what would be sent. The module `render` alone knows how a request is encoded.

mod bulk;
mod count;
mod csv;
mod database;
mod delete;
mod embed;
mod filter;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzz;
mod handle;
mod insert;
mod key;
mod keyset;
mod order;
mod page;
#[cfg(feature = "postgrest")]
mod postgrest;
mod raw_row;
mod render;
mod returning;
mod rows;
pub mod rpc;
mod select;
mod untyped;
mod update;
mod upsert;
mod whole;

pub use self::database::Database;
pub use self::delete::Delete;
pub use self::embed::{EmbedField, EmbedHandle, Embeds, HandleOf, ProjectionOf, Scope};
pub use self::filter::{Condition, Filter, Fts, ReadFilter};
pub use self::insert::{Insert, Many, One};
pub use self::key::{IntoKey, KeyOf, Keyed};
pub use self::keyset::{Cursor, Keyset, KeysetPage};
pub use self::order::{IntoOrder, Order};
pub use self::page::{Affected, Count, Page};
pub use self::raw_row::Raw;
pub use self::returning::ReturningRows;
pub use self::rows::{Chosen, NoRows, RowsChosen};
pub use self::select::Query;
pub use self::untyped::{DynColumn, Untyped, UntypedCols, UntypedInsert, UntypedTable, UntypedWrite};
pub use self::update::Update;
pub use self::upsert::Upsert;
