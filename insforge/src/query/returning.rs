//! Writes that ask for their rows back, with what these embed.

use core::fmt;
use core::marker::PhantomData;

use super::delete::Delete;
use super::embed::{EmbedHandle, Embeds, Scope, ScopePlan};
use super::insert::{Insert, Many, One};
use super::render::Answer;
use super::update::Update;
use super::upsert::{Upsert, left_as_it_was};
use crate::error::Result;
use crate::http::Request;
use crate::schema::{Projection, Table, Writable};

/// A write `W` that returns its rows as `P`: made by `returning::<P>()`.
///
/// `returning_one::<P>()` and `returning_all::<P>()` are the short forms. This one takes a word on the embedded rows.
/// PostgREST narrows those of a write by plain conditions alone: a scope with `|`, `!`, a relation, an order, a limit, or
/// two conditions on one column is refused before anything is sent, and so is an `inner` embed.
///
/// ```no_run
/// # use insforge::prelude::*;
/// # #[derive(Table)] #[table(name = "todos")] #[relation(comments: many Comment via Comment.todo_id)]
/// # struct Todo { #[column(pk)] id: i64, title: String }
/// # #[derive(Table)] #[table(name = "comments")]
/// # struct Comment { #[column(pk)] id: i64, todo_id: i64, spam: bool }
/// #[derive(Projection)]
/// #[projection(Todo)]
/// struct Card {
///     id: i64,
///     #[proj(embed = comments)]
///     comments: Vec<Comment>,
/// }
///
/// # async fn demo(db: insforge::Database) -> insforge::Result<()> {
/// let card = db
///     .update::<Todo>()
///     .set(|t| t.title.to("done"))
///     .by_key(7)
///     .returning::<Card>()
///     .embed(|e| e.comments, |c| c.filter(|c| c.spam.eq(false)))
///     .one()
///     .await?;
/// # let _ = card;
/// # Ok(())
/// # }
/// ```
#[must_use = "a write does nothing until a terminal method (`one`, `all`) is awaited"]
pub struct ReturningRows<W, P> {
    write: W,
    scopes: Vec<ScopePlan>,
    rows: PhantomData<fn() -> P>,
}

impl<W, P> ReturningRows<W, P> {
    pub(super) fn new(write: W) -> Self {
        Self {
            write,
            scopes: Vec::new(),
            rows: PhantomData,
        }
    }

    /// Narrows what the rows embed.
    pub fn embed<U: Table, Q: Projection<U>>(
        mut self,
        pick: impl FnOnce(&'static P::Handles) -> EmbedHandle<U, Q>,
        narrow: impl FnOnce(Scope<U, Q>) -> Scope<U, Q>,
    ) -> Self
    where
        P: Embeds,
    {
        self.scopes.extend(Scope::collect(&[], pick(P::HANDLES), narrow));
        self
    }
}

impl<T: Writable, P: Projection<T>> ReturningRows<Insert<T, One>, P> {
    /// Adds the row and returns it as it then is.
    ///
    /// # Errors
    /// As [`Insert::returning_one`]; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when PostgREST
    /// cannot narrow the embedded rows so.
    pub async fn one(mut self) -> Result<P> {
        self.write.rows.plan.singular = true;
        self.write.rows.returning_one::<T, P>(&self.scopes).await
    }
}

impl<T: Writable, P: Projection<T>> ReturningRows<Insert<T, Many>, P> {
    /// Adds the rows and returns them as they then are, in their order.
    ///
    /// # Errors
    /// As [`Insert::returning_all`]; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when PostgREST
    /// cannot narrow the embedded rows so.
    pub async fn all(self) -> Result<Vec<P>> {
        self.write.rows.returning::<T, P>(&self.scopes).await
    }
}

impl<T: Writable, N, P: Projection<T>> ReturningRows<Insert<T, N>, P> {
    /// The request, unsent; the first when there are several.
    ///
    /// # Errors
    /// [`Request`](crate::ErrorKind::Request) when a value cannot be sent or there is no row;
    /// [`Unsupported`](crate::ErrorKind::Unsupported) when PostgREST cannot narrow the embedded rows so.
    pub fn to_request(&self) -> Result<Request> {
        self.write.rows.to_request(answer::<T, P>(&self.scopes))
    }
}

impl<T: Writable, P: Projection<T>> ReturningRows<Upsert<T, One>, P> {
    /// Adds or changes the row and returns it as it then is.
    ///
    /// # Errors
    /// As [`Upsert::returning_one`]; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when PostgREST
    /// cannot narrow the embedded rows so.
    pub async fn one(self) -> Result<P> {
        self.maybe_one().await?.ok_or_else(left_as_it_was)
    }

    /// The same; `None` when the row was there and is ignored.
    ///
    /// # Errors
    /// As [`Upsert::returning_maybe_one`]; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when
    /// PostgREST cannot narrow the embedded rows so.
    pub async fn maybe_one(self) -> Result<Option<P>> {
        self.write.check()?;
        Ok(self.write.rows.returning::<T, P>(&self.scopes).await?.pop())
    }
}

impl<T: Writable, P: Projection<T>> ReturningRows<Upsert<T, Many>, P> {
    /// Adds or changes the rows and returns them as they then are, without those ignored.
    ///
    /// # Errors
    /// As [`Upsert::returning_all`]; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when PostgREST
    /// cannot narrow the embedded rows so.
    pub async fn all(self) -> Result<Vec<P>> {
        self.write.check()?;
        self.write.rows.returning::<T, P>(&self.scopes).await
    }
}

impl<T: Writable, N, P: Projection<T>> ReturningRows<Upsert<T, N>, P> {
    /// The request, unsent; the first when there are several.
    ///
    /// # Errors
    /// As [`Upsert::to_request`]; [`Unsupported`](crate::ErrorKind::Unsupported) when PostgREST cannot narrow the
    /// embedded rows so.
    pub fn to_request(&self) -> Result<Request> {
        self.write.check()?;
        self.write.rows.to_request(answer::<T, P>(&self.scopes))
    }
}

const fn answer<T, P: Projection<T>>(scopes: &[ScopePlan]) -> Answer<'_> {
    Answer::Rows {
        items: P::SELECT,
        scopes,
    }
}

/// The terminals of a write whose rows are chosen by a condition.
macro_rules! chosen {
    ($write:ident, $does:literal) => {
        impl<T: Table, R, P: Projection<T>> ReturningRows<$write<T, R>, P> {
            #[doc = $does]
            /// exactly one row and returns it; nothing happens when it is not one.
            ///
            /// # Errors
            /// As `returning_one` of the write; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when
            /// PostgREST cannot narrow the embedded rows so.
            pub async fn one(self) -> Result<P> {
                self.write.row(&self.scopes).await
            }

            #[doc = $does]
            /// the rows and returns them.
            ///
            /// # Errors
            /// As `returning_all` of the write; [`Unsupported`](crate::ErrorKind::Unsupported) before sending when
            /// PostgREST cannot narrow the embedded rows so.
            pub async fn all(self) -> Result<Vec<P>> {
                self.write.rows(&self.scopes).await
            }

            /// The request of [`all`](Self::all), unsent.
            ///
            /// # Errors
            /// As `to_request` of the write; [`Unsupported`](crate::ErrorKind::Unsupported) when PostgREST cannot
            /// narrow the embedded rows so.
            pub fn to_request(&self) -> Result<Request> {
                self.write.rows_request::<P>(&self.scopes)
            }
        }
    };
}

chosen!(Update, "Changes");
chosen!(Delete, "Deletes");

impl<W: fmt::Debug, P> fmt::Debug for ReturningRows<W, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReturningRows")
            .field("write", &self.write)
            .field("scopes", &self.scopes)
            .finish()
    }
}
