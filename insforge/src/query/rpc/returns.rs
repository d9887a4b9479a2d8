//! What functions return, as types.

use core::marker::PhantomData;

use super::{Call, CallPlan};
use crate::query::Query;
use crate::query::handle::Handle;
use crate::schema::{ColumnMeta, Field, Table, TableMeta};

/// `RETURNS SETOF todos` or `RETURNS TABLE (..)`: rows of `T`, which can be filtered, ordered and embedded.
#[derive(Debug, Clone, Copy)]
pub struct SetOf<T>(PhantomData<fn() -> T>);

/// `RETURNS todos`, a composite type, or several `OUT` parameters: one row of `T`.
#[derive(Debug, Clone, Copy)]
pub struct One<T>(PhantomData<fn() -> T>);

/// `RETURNS int`, or one `OUT` parameter: one value. `Scalar<Option<V>>` where it can be NULL.
#[derive(Debug, Clone, Copy)]
pub struct Scalar<V>(PhantomData<fn() -> V>);

/// `RETURNS SETOF int`: any number of values.
#[derive(Debug, Clone, Copy)]
pub struct SetOfScalar<V>(PhantomData<fn() -> V>);

/// `RETURNS void`.
#[derive(Debug, Clone, Copy)]
pub struct Void;

/// What a function is declared to return.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ReturnsMeta {
    /// Nothing.
    Void,
    /// One row.
    One(&'static TableMeta),
    /// Any number of rows.
    SetOf(&'static TableMeta),
    /// One value.
    Scalar(ColumnMeta),
    /// Any number of values.
    Values(ColumnMeta),
}

/// What a function returns: [`SetOf`], [`One`], [`Scalar`], [`SetOfScalar`], [`Void`], or the struct of a composite
/// type, which means the same as [`One`] of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that a database function returns",
    label = "expected `SetOf<T>`, `One<T>`, `Scalar<V>`, `SetOfScalar<V>` or `Void`",
    note = "`T` derives `Table`, also for a composite type; `V` is a type that a column can have"
)]
pub trait Returns: Sized {
    /// What is known of it.
    #[doc(hidden)]
    const META: ReturnsMeta;

    /// The builder of such a call.
    type Call;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call;
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for SetOf<T> {
    const META: ReturnsMeta = ReturnsMeta::SetOf(T::META);

    type Call = Query<T, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Query::call(handle, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for One<T> {
    const META: ReturnsMeta = ReturnsMeta::One(T::META);

    type Call = Call<Self, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, T::META, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for T {
    const META: ReturnsMeta = ReturnsMeta::One(<T as Table>::META);

    type Call = Call<One<T>, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, T::META, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Field> Returns for Scalar<V> {
    const META: ReturnsMeta = ReturnsMeta::Scalar(V::META);

    type Call = Call<Self, V>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Field> Returns for SetOfScalar<V> {
    const META: ReturnsMeta = ReturnsMeta::Values(V::META);

    type Call = Call<Self, V>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}

#[diagnostic::do_not_recommend]
impl Returns for Void {
    const META: ReturnsMeta = ReturnsMeta::Void;

    type Call = Call<Self, ()>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}
