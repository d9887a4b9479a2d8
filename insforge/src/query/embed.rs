//! What is read of embedded rows: `.embed(|e| e.comments, |c| c.order(..).limit(3))`.

use core::fmt;
use core::marker::PhantomData;

use super::filter::{Condition, Node};
use super::order::{IntoOrder, OrderTerm};
use crate::schema::{Projection, SelectItem, Table, TableMeta};

/// A projection that embeds relations. `#[derive(Projection)]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` embeds no relation",
    label = "`embed` narrows what a projection embeds, and this one embeds nothing",
    note = "select a projection with a field of `#[proj(embed = ..)]` first"
)]
pub trait Embeds {
    /// The struct of handles: `CardEmbeds`.
    type Handles: 'static;

    /// The handles as values.
    const HANDLES: &'static Self::Handles;
}

/// The table that a projection is of. The derives implement it, so that a handle can name its table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no rows of a projection",
    label = "expected `Vec<P>`, `Option<P>` or `P` with a `P` that derives `Projection` or `Table`"
)]
#[doc(hidden)]
pub trait ProjectionOf {
    /// The table.
    type Table;

    /// What it selects.
    const ITEMS: &'static [SelectItem];
}

/// The projection inside a field that embeds: `P` of `Vec<P>`, of `Option<P>`, or the field's type itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no rows of a projection",
    label = "expected `Vec<P>`, `Option<P>` or `P` with a `P` that derives `Projection` or `Table`"
)]
#[doc(hidden)]
pub trait EmbedField {
    /// The projection.
    type Row;

    /// Its table.
    type Table;

    /// What it selects.
    const ITEMS: &'static [SelectItem];
}
#[diagnostic::do_not_recommend]
impl<P: ProjectionOf> EmbedField for Vec<P> {
    type Row = P;
    type Table = P::Table;
    const ITEMS: &'static [SelectItem] = P::ITEMS;
}
#[diagnostic::do_not_recommend]
impl<P: ProjectionOf> EmbedField for Option<P> {
    type Row = P;
    type Table = P::Table;
    const ITEMS: &'static [SelectItem] = P::ITEMS;
}
#[diagnostic::do_not_recommend]
impl<P: ProjectionOf> EmbedField for P {
    type Row = P;
    type Table = P::Table;
    const ITEMS: &'static [SelectItem] = P::ITEMS;
}

/// The handle of a field of type `F`.
#[doc(hidden)]
pub type HandleOf<F> = EmbedHandle<<F as EmbedField>::Table, <F as EmbedField>::Row>;

/// An embedded relation of a projection: rows of `U`, read as `P`.
pub struct EmbedHandle<U, P> {
    alias: &'static str,
    types: PhantomData<fn() -> (U, P)>,
}

impl<U, P> EmbedHandle<U, P> {
    /// The derive calls it.
    #[doc(hidden)]
    pub const fn new(alias: &'static str) -> Self {
        Self {
            alias,
            types: PhantomData,
        }
    }
}

impl<U, P> Clone for EmbedHandle<U, P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U, P> Copy for EmbedHandle<U, P> {}

impl<U, P> fmt::Debug for EmbedHandle<U, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EmbedHandle").field(&self.alias).finish()
    }
}

/// Which embedded rows of `U` are read, in which order, and how many for each row that they belong to.
#[must_use = "a scope does nothing until it is returned from `embed`"]
pub struct Scope<U, P> {
    plan: ScopePlan,
    nested: Vec<ScopePlan>,
    types: PhantomData<fn() -> (U, P)>,
}

/// A scope, free of types.
#[derive(Debug, Clone)]
pub(crate) struct ScopePlan {
    /// The table of its rows.
    pub(crate) table: &'static TableMeta,
    /// The aliases that lead to it from the top.
    pub(crate) path: Vec<&'static str>,
    pub(crate) conditions: Vec<Node>,
    pub(crate) order: Vec<OrderTerm>,
    pub(crate) limit: Option<u64>,
    pub(crate) offset: Option<u64>,
}

impl<U: Table, P: Projection<U>> Scope<U, P> {
    pub(super) fn collect(
        parent: &[&'static str],
        handle: EmbedHandle<U, P>,
        narrow: impl FnOnce(Self) -> Self,
    ) -> Vec<ScopePlan> {
        let path = parent.iter().copied().chain([handle.alias]).collect();
        let plan = ScopePlan {
            table: U::META,
            path,
            conditions: Vec::new(),
            order: Vec::new(),
            limit: None,
            offset: None,
        };
        let Self { plan, mut nested, .. } = narrow(Self {
            plan,
            nested: Vec::new(),
            types: PhantomData,
        });
        nested.insert(0, plan);
        nested
    }

    /// Only rows that meet this condition; several calls must all be met.
    pub fn filter<C: Condition<U>>(mut self, condition: impl FnOnce(&'static U::Cols) -> C) -> Self {
        self.plan.conditions.push(condition(U::COLS).into_node());
        self
    }

    /// Sorts the rows; later calls weigh less than earlier ones.
    pub fn order<O: IntoOrder<U>>(mut self, order: impl FnOnce(&'static U::Cols) -> O) -> Self {
        order(U::COLS).append(&mut self.plan.order);
        self
    }

    /// At most this many for each row that they belong to.
    pub fn limit(mut self, rows: u64) -> Self {
        self.plan.limit = Some(rows);
        self
    }

    /// Without the first rows of each.
    pub fn offset(mut self, rows: u64) -> Self {
        self.plan.offset = Some(rows);
        self
    }

    /// Narrows what these rows embed in turn.
    pub fn embed<V: Table, Q: Projection<V>>(
        mut self,
        pick: impl FnOnce(&'static P::Handles) -> EmbedHandle<V, Q>,
        narrow: impl FnOnce(Scope<V, Q>) -> Scope<V, Q>,
    ) -> Self
    where
        P: Embeds,
    {
        self.nested
            .extend(Scope::collect(&self.plan.path, pick(P::HANDLES), narrow));
        self
    }
}

impl<U, P> fmt::Debug for Scope<U, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scope").field(&self.plan).finish()
    }
}
