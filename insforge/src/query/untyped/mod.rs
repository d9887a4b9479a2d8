//! Tables that the program knows by name only, when it runs.
//!
//! The same renderer quotes names and values, and the same guards hold: an update or delete has no terminal before its
//! rows are chosen. What the compiler cannot check here (that a column is there, its type, its operators), the
//! database does. Where a table is known when the program is written, [`Database::from`](crate::Database::from) and
//! `#[derive(Table)]` find mistakes earlier.
//!
//! ```no_run
//! use insforge::query::Raw;
//! use serde_json::{Value, json};
//!
//! # async fn demo(db: insforge::Database) -> insforge::Result<()> {
//! let todos = db.table("todos");
//! todos.insert(json!({ "title": "write docs" })).execute().await?;
//! let open: Vec<Raw<Value>> = todos
//!     .select(["id", "title"])
//!     .filter(|t| t.col("done").eq(false) & t.col("title").ilike("%docs%"))
//!     .order(|t| t.col("id").desc())
//!     .limit(20)
//!     .all()
//!     .await?;
//! todos.update(json!({ "done": true })).filter(|t| t.col("id").eq(7)).expect_one().await?;
//! todos.delete().filter(|t| t.col("done").eq(true)).execute().await?;
//! # let _ = open;
//! # Ok(())
//! # }
//! ```

mod body;
mod column;
mod insert;
mod table;
mod write;

pub use self::column::{DynColumn, Untyped, UntypedCols};
pub use self::insert::UntypedInsert;
pub use self::table::UntypedTable;
pub use self::write::UntypedWrite;
