//! Rows whose shape the program says by a type of serde's.

use core::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess};

use crate::schema::{Projection, RowReader, SelectItem};

/// A row of [`raw_select`](crate::Query::raw_select) or of [`Database::table`](crate::Database::table), read by `R`'s
/// own `Deserialize`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Raw<R>(pub R);

impl<R> Raw<R> {
    /// The row.
    pub fn into_inner(self) -> R {
        self.0
    }
}

impl<R> core::ops::Deref for Raw<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.0
    }
}

#[diagnostic::do_not_recommend]
impl<T, R: DeserializeOwned> Projection<T> for Raw<R> {
    const SELECT: &'static [SelectItem] =
        panic!("rows of this type are selected by `raw_select(\"..\")`, which says what is selected");

    fn items() -> &'static [SelectItem] {
        &[]
    }

    fn read<'de, A: MapAccess<'de>>(row: RowReader<A>) -> Result<Self, A::Error> {
        let map = Shown {
            map: row.into_map(),
            lifetime: PhantomData,
        };
        R::deserialize(MapAccessDeserializer::new(map)).map(Raw)
    }
}

/// A row without the hidden columns that a query selects for itself.
struct Shown<'de, A> {
    map: A,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Shown<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key.starts_with("__0") {
                self.map.next_value::<IgnoredAny>()?;
                continue;
            }
            let key: StringDeserializer<A::Error> = key.into_deserializer();
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
