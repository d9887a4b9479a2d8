//! Values that a function returns without a name.

use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::schema::{Field, FromJson, Kind, PgValue, SelectItem, SqlType, TableMeta};

/// Stands for the table where a call has none.
pub(super) const NOT_A_TABLE: &TableMeta = &TableMeta::new("", &[]);

/// The name by which PostgREST knows the one column of such a function. It is selected where the value needs a cast
/// to arrive exactly.
const COLUMN: &str = "pgrst_scalar";

/// What a call selects for a value of type `F`; nothing where the JSON is exact by itself.
pub(super) fn select<F: Field>() -> Option<SelectItem> {
    F::Base::CAST.map(|cast| SelectItem::Column {
        alias: None,
        name: COLUMN,
        cast: Some(cast),
    })
}

/// One value of an answer.
pub(super) struct Value<F>(pub(super) F);

impl<'de, F: Field> serde::Deserialize<'de> for Value<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        F::from_json(deserializer).map(Self)
    }
}

/// The value that stands for `null` where the type has no NULL: the gateway makes `null` of an empty text.
pub(super) fn of_null<F: Field>() -> Option<F> {
    if F::Kind::NULLABLE || !F::Sql::HOLDS_EMPTY_TEXT {
        return None;
    }
    let deserializer = &mut serde_json::Deserializer::from_str("\"\"");
    F::from_json(deserializer).ok()
}

/// Every value of an answer.
pub(super) struct Values<F>(pub(super) Vec<F>);

struct ValuesVisitor<F>(core::marker::PhantomData<fn() -> F>);

impl<'de, F: Field> Visitor<'de> for ValuesVisitor<F> {
    type Value = Values<F>;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("values (a JSON array)")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(4096));
        while let Some(value) = seq.next_element_seed(FromJson::<F>::new())? {
            values.push(value);
        }
        Ok(Values(values))
    }
}

impl<'de, F: Field> serde::Deserialize<'de> for Values<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ValuesVisitor(core::marker::PhantomData))
    }
}
