//! Tuples of columns as rows: `(t.id, t.title)` is read as `(i64, String)`.

use serde::de::MapAccess;

use super::column::Col;
use super::field::{Field, Kind};
use super::meta::TableMeta;
use super::projection::{Projection, SelectItem};
use super::row::{RowReader, Slot};
use super::value::PgValue;

/// One to six columns of `T` in a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of columns of `{T}`",
    label = "expected 1 to 6 columns: `(t.id, t.title)`",
    note = "for more columns, paths and related rows derive `Projection` on a struct"
)]
pub trait IntoColumns<T> {
    /// What a row becomes: each column's type, in an `Option` where it can be NULL.
    type Row: Projection<T>;

    /// The select list.
    #[doc(hidden)]
    fn items(self, table: &TableMeta) -> Vec<SelectItem>;
}

macro_rules! tuples {
    ($($($column:ident $kind:ident $sql:ident $field:ident $slot:ident $index:tt $alias:literal)+;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($column: PgValue, $kind: Kind, $sql),+> IntoColumns<T> for ($(Col<T, $column, $kind, $sql>,)+) {
            type Row = ($($kind::Holds<$column>,)+);

            fn items(self, table: &TableMeta) -> Vec<SelectItem> {
                vec![$(self.$index.item(table, $alias)),+]
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T, $($field: Field),+> Projection<T> for ($($field,)+) {
            const SELECT: &'static [SelectItem] =
                panic!("a tuple does not name its columns: write `select_columns(|t| (t.id, t.title))`");

            fn items() -> &'static [SelectItem] {
                &[]
            }

            fn read<'de, A: MapAccess<'de>>(mut row: RowReader<A>) -> Result<Self, A::Error> {
                $(let mut $slot = Slot::<$field>::new();)+
                while let Some(position) = row.next(&[$($alias),+])? {
                    match position {
                        $($index => row.read(&mut $slot)?,)+
                        _ => {}
                    }
                }
                Ok(($($slot.take($alias)?,)+))
            }
        }
    )*};
}

tuples! {
    V1 K1 S1 F1 s1 0 "c1";
    V1 K1 S1 F1 s1 0 "c1" V2 K2 S2 F2 s2 1 "c2";
    V1 K1 S1 F1 s1 0 "c1" V2 K2 S2 F2 s2 1 "c2" V3 K3 S3 F3 s3 2 "c3";
    V1 K1 S1 F1 s1 0 "c1" V2 K2 S2 F2 s2 1 "c2" V3 K3 S3 F3 s3 2 "c3" V4 K4 S4 F4 s4 3 "c4";
    V1 K1 S1 F1 s1 0 "c1" V2 K2 S2 F2 s2 1 "c2" V3 K3 S3 F3 s3 2 "c3" V4 K4 S4 F4 s4 3 "c4"
       V5 K5 S5 F5 s5 4 "c5";
    V1 K1 S1 F1 s1 0 "c1" V2 K2 S2 F2 s2 1 "c2" V3 K3 S3 F3 s3 2 "c3" V4 K4 S4 F4 s4 3 "c4"
       V5 K5 S5 F5 s5 4 "c5" V6 K6 S6 F6 s6 5 "c6";
}
