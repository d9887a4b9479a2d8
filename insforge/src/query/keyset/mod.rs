//! Pages that stay right while rows come and go: each begins after the last row of the one before.
//!
//! ```no_run
//! # use insforge::prelude::*;
//! # #[derive(Table)] #[table(name = "todos")]
//! # struct Todo { #[column(pk)] id: i64, rank: Option<i32> }
//! # async fn demo(db: insforge::Database) -> insforge::Result<()> {
//! use insforge::query::Cursor;
//!
//! let by_rank = || db.from::<Todo>().keyset(|t| t.rank.desc().nulls_last());
//! let first = by_rank().page(None, 20).await?;
//! if let Some(cursor) = first.next {
//!     let link = cursor.to_string(); // opaque; goes into a URL as it is
//!     let second = by_rank().page(Some(link.parse::<Cursor<Todo>>()?), 20).await?;
//! #   let _ = second;
//! }
//! # Ok(())
//! # }
//! ```

mod after;
mod cursor;

use core::fmt;
use std::collections::VecDeque;

use futures_core::Stream;
use serde::de::IgnoredAny;

pub use self::cursor::Cursor;
use super::order::OrderTerm;
use super::render::{self, ReadPlan, ReadShape};
use super::select::Query;
use crate::error::{Error, Result};
use crate::schema::{ColumnRef, Projection, Rows, Table};

/// Rows in an order that ends with the primary key, read page by page or as a stream.
#[must_use = "a keyset does nothing until `page` is awaited or `stream` is polled"]
pub struct Keyset<T, P> {
    query: Query<T, P>,
}

/// Some rows, and where the next ones begin.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeysetPage<T, P> {
    /// The rows.
    pub rows: Vec<P>,
    /// The place after the last row; `None` when no row follows.
    pub next: Option<Cursor<T>>,
}

impl<T: Table, P: Projection<T>> Keyset<T, P> {
    /// The order gets the columns of the primary key that it lacks, so that no two rows are alike in it.
    pub(super) fn new(mut query: Query<T, P>) -> Self {
        for name in T::META.primary_key {
            let order = &mut query.plan_mut().order;
            if !order
                .iter()
                .any(|term| term.column.name == *name && term.column.path.is_empty())
            {
                order.push(OrderTerm {
                    column: ColumnRef::plain(name),
                    descending: false,
                    nulls_first: None,
                    through: Vec::new(),
                });
            }
        }
        Self { query }
    }

    /// At most `rows` rows after the place of the cursor, or from the beginning.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when the cursor is of another order, the order has a JSON path or a
    /// column of a related row, or the query has an offset; else as [`Query::all`].
    pub async fn page(&self, after: Option<Cursor<T>>, rows: u64) -> Result<KeysetPage<T, P>> {
        let mut plan = self.query.plan().clone();
        if plan.offset.is_some() {
            return Err(Error::request(
                "a keyset begins after a cursor and takes no offset",
            ));
        }
        let keys = cursor::key_columns(&plan.order)?;
        if let Some(cursor) = &after {
            plan.conditions
                .push(after::condition(&plan.order, cursor.texts(&plan.order)?)?);
        }
        // One more than wanted says whether any follow.
        plan.limit = Some(rows.saturating_add(1));
        let request = render::select_with_keys(&plan, P::items(), &keys, ReadShape::Rows)?;
        let answer = self.query.send(request).await?;
        let wanted = usize::try_from(rows).unwrap_or(usize::MAX);
        let mut found = answer.decode::<Rows<T, P>>("database.select")?.into_vec();
        let came = u64::try_from(found.len()).unwrap_or(u64::MAX);
        let may_be_cut = self.query.handle().largest_answer().may_be_cut(came) && plan.call.is_none();
        self.query.handle().largest_answer().saw(came);
        let next = match wanted.checked_sub(1) {
            Some(last) if found.len() > wanted => Some(Cursor::of_row(&plan.order, &answer, last)?),
            Some(_) if may_be_cut => {
                let last = Cursor::of_row(&plan.order, &answer, found.len().saturating_sub(1))?;
                self.any_after(plan, &last).await?.then_some(last)
            }
            _ => None,
        };
        found.truncate(wanted);
        Ok(KeysetPage { rows: found, next })
    }

    /// Whether any row follows, where a page came short: it is the last one, or the server limits what an answer holds.
    async fn any_after(&self, mut plan: ReadPlan, cursor: &Cursor<T>) -> Result<bool> {
        plan.conditions
            .push(after::condition(&plan.order, cursor.texts(&plan.order)?)?);
        plan.limit = Some(1);
        let request = render::select_rows(&plan, P::items(), ReadShape::Rows)?;
        let answer = self.query.send(request).await?;
        Ok(!answer.decode::<Vec<IgnoredAny>>("database.select")?.is_empty())
    }

    /// Every row as a stream that holds one page of `page` rows at a time. A row that is there all the while comes
    /// exactly once, whatever else is written meanwhile; the stream ends after its first error.
    ///
    /// The query's limit, where there is one, is the number of rows in all.
    pub fn stream(self, page: u64) -> impl Stream<Item = Result<P>> + Send
    where
        T: Send + Sync,
        P: Send,
    {
        let left = self.query.plan().limit;
        let state = State {
            keyset: self,
            buffer: VecDeque::new(),
            next: Next::Start,
            left,
            page: page.max(1),
        };
        futures_util::stream::try_unfold(state, State::advance)
    }
}

enum Next<T> {
    Start,
    After(Cursor<T>),
    End,
}

struct State<T, P> {
    keyset: Keyset<T, P>,
    buffer: VecDeque<P>,
    next: Next<T>,
    left: Option<u64>,
    page: u64,
}

impl<T: Table, P: Projection<T>> State<T, P> {
    async fn advance(mut self) -> Result<Option<(P, Self)>> {
        loop {
            if let Some(row) = self.buffer.pop_front() {
                return Ok(Some((row, self)));
            }
            let after = match core::mem::replace(&mut self.next, Next::End) {
                Next::Start => None,
                Next::After(cursor) => Some(cursor),
                Next::End => return Ok(None),
            };
            let rows = self.left.map_or(self.page, |left| left.min(self.page));
            if rows == 0 {
                return Ok(None);
            }
            let page = self.keyset.page(after, rows).await?;
            let came = u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
            self.left = self.left.map(|left| left.saturating_sub(came));
            self.buffer = page.rows.into();
            self.next = page.next.map_or(Next::End, Next::After);
        }
    }
}

impl<T, P> fmt::Debug for Keyset<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Keyset").field(&self.query).finish()
    }
}
