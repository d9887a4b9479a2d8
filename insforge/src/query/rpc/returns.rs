//! What functions return, as types.

use core::marker::PhantomData;

use super::{Call, CallPlan};
use crate::query::Query;
use crate::query::handle::Handle;
use crate::schema::{Field, Table};

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

/// What a function returns: [`SetOf`], [`One`], [`Scalar`], [`SetOfScalar`], [`Void`], or the struct of a composite
/// type, which means the same as [`One`] of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that a database function returns",
    label = "expected `SetOf<T>`, `One<T>`, `Scalar<V>`, `SetOfScalar<V>` or `Void`",
    note = "`T` derives `Table`, also for a composite type; `V` is a type that a column can have"
)]
pub trait Returns: Sized {
    /// The builder of such a call.
    type Call;

    #[doc(hidden)]
    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call;
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for SetOf<T> {
    type Call = Query<T, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Query::call(handle, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for One<T> {
    type Call = Call<Self, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, T::META, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Returns for T {
    type Call = Call<One<T>, T>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, T::META, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Field> Returns for Scalar<V> {
    type Call = Call<Self, V>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Field> Returns for SetOfScalar<V> {
    type Call = Call<Self, V>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}

#[diagnostic::do_not_recommend]
impl Returns for Void {
    type Call = Call<Self, ()>;

    #[allow(private_interfaces)]
    fn call(handle: Handle, plan: CallPlan) -> Self::Call {
        Call::new(handle, super::scalar::NOT_A_TABLE, plan)
    }
}
