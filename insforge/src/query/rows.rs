//! Which rows a write touches: nothing is sent before the caller has said.

/// An update or delete whose rows are not chosen yet.
#[derive(Debug, Clone, Copy)]
pub struct NoRows;

/// An update or delete whose rows are chosen, by `filter`, `by_key` or `all_rows`.
#[derive(Debug, Clone, Copy)]
pub struct RowsChosen;

/// The rows of a write to `T` are chosen.
#[diagnostic::on_unimplemented(
    message = "this `update`/`delete` has no filter and would touch every row of `{T}`",
    label = "add `.filter(..)`, `.by_key(..)` or, if every row is meant, `.all_rows()`"
)]
pub trait Chosen<T> {}
#[diagnostic::do_not_recommend]
impl<T> Chosen<T> for RowsChosen {}

/// The methods that choose rows, for `Update` and `Delete`.
macro_rules! row_choice {
    ($write:ident) => {
        impl<T: Table, R> $write<T, R> {
            /// Only rows that meet this condition; several calls must all be met.
            pub fn filter(
                mut self,
                condition: impl FnOnce(&'static T::Cols) -> Filter<T>,
            ) -> $write<T, RowsChosen> {
                self.plan.conditions.push(condition(T::COLS).node);
                self.chosen()
            }

            /// Only rows that meet this condition, if there is a value to make it of.
            ///
            /// It narrows rows that are chosen; it does not choose them, since it may not be there.
            pub fn filter_opt<X>(
                mut self,
                value: Option<X>,
                condition: impl FnOnce(&'static T::Cols, X) -> Filter<T>,
            ) -> Self {
                if let Some(value) = value {
                    self.plan.conditions.push(condition(T::COLS, value).node);
                }
                self
            }

            /// The row with this primary key; a tuple for a composite key.
            pub fn by_key(mut self, key: impl KeyOf<T, T::Key>) -> $write<T, RowsChosen>
            where
                T: Keyed,
            {
                self.plan
                    .conditions
                    .push(T::key_filter(&key.into_key()).node);
                self.chosen()
            }

            /// Every row that the caller may touch.
            pub fn all_rows(mut self) -> $write<T, RowsChosen> {
                self.plan.all_rows = true;
                self.chosen()
            }

            /// Looks the table up in this schema, whatever its struct or the client names.
            pub fn schema(mut self, schema: impl Into<Arc<str>>) -> Self {
                self.plan.schema = Some(schema.into());
                self
            }

            /// Fails, and changes nothing, when more than this many rows would be touched.
            ///
            /// Source: PostgREST 12.2, `Prefer: handling=strict, max-affected`. An older server refuses the request.
            pub fn max_affected(mut self, rows: u64) -> Self {
                self.plan.max_affected = Some(rows);
                self
            }

            /// Lets the client send the write again after a failure that may have come after it was done. Say so
            /// only when doing it twice is the same as once.
            pub fn idempotent(mut self) -> Self {
                self.plan.idempotent = true;
                self
            }
        }
    };
}

pub(super) use row_choice;
