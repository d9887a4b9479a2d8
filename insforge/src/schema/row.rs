//! Reading a row of an answer: JSON object in, struct out, by column name.

use core::fmt;
use core::marker::PhantomData;

use serde::Deserializer;
use serde::de::{self, Deserialize, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::field::Field;
use super::projection::Projection;
use super::spread::SpreadSlot;
use super::value::FromJson;

/// The columns of one row, as the derived code walks them.
#[derive(Debug)]
pub struct RowReader<A> {
    map: A,
    expected: usize,
    /// What follows the prefix of a spread in the last key.
    rest: String,
}

impl<'de, A: MapAccess<'de>> RowReader<A> {
    pub(crate) fn new(map: A) -> Self {
        Self {
            map,
            expected: 0,
            rest: String::new(),
        }
    }

    /// The position in `names` of the next column; columns not in `names` are passed over.
    ///
    /// # Errors
    /// When the JSON is broken.
    #[doc(hidden)]
    pub fn next(&mut self, names: &'static [&'static str]) -> Result<Option<usize>, A::Error> {
        self.find(names, &[])
    }

    /// The same where some of the names are those of spreads, whose keys begin with the name and a dot.
    ///
    /// # Errors
    /// When the JSON is broken.
    #[doc(hidden)]
    pub fn next_spread(
        &mut self,
        names: &'static [&'static str],
        spreads: &'static [usize],
    ) -> Result<Option<usize>, A::Error> {
        self.find(names, spreads)
    }

    fn find(
        &mut self,
        names: &'static [&'static str],
        spreads: &'static [usize],
    ) -> Result<Option<usize>, A::Error> {
        loop {
            match self.map.next_key_seed(Position {
                names,
                spreads,
                expected: self.expected,
                rest: &mut self.rest,
            })? {
                None => return Ok(None),
                Some(Some(position)) => {
                    self.expected = position + 1;
                    return Ok(Some(position));
                }
                Some(None) => {
                    self.map.next_value::<IgnoredAny>()?;
                }
            }
        }
    }

    /// Reads the value of the column that `next` named.
    ///
    /// # Errors
    /// When the value does not fit the field.
    #[doc(hidden)]
    pub fn read<F: Field>(&mut self, slot: &mut Slot<F>) -> Result<(), A::Error> {
        self.read_seed(FromJson::<F>::new(), slot)
    }

    /// Reads the number of related rows, which comes as `[{"count": 5}]`.
    ///
    /// # Errors
    /// When the value is of another shape.
    #[doc(hidden)]
    pub fn read_count(&mut self, slot: &mut Slot<i64>) -> Result<(), A::Error> {
        #[derive(serde::Deserialize)]
        struct Counted {
            count: i64,
        }
        let counted: Vec<Counted> = self.map.next_value()?;
        slot.0 = Some(counted.first().map_or(0, |counted| counted.count));
        Ok(())
    }

    /// Reads one column of the spread that `next_spread` named.
    ///
    /// # Errors
    /// When the JSON is broken.
    #[doc(hidden)]
    pub fn read_spread(&mut self, slot: &mut SpreadSlot) -> Result<(), A::Error> {
        let key = core::mem::take(&mut self.rest);
        slot.insert(key, self.map.next_value()?);
        Ok(())
    }

    pub(crate) fn into_map(self) -> A {
        self.map
    }

    pub(crate) fn read_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
        slot: &mut Slot<S::Value>,
    ) -> Result<(), A::Error> {
        slot.0 = Some(self.map.next_value_seed(seed)?);
        Ok(())
    }
}

/// A field on its way from the answer to the struct.
#[derive(Debug)]
pub struct Slot<F>(Option<F>);

impl<F> Slot<F> {
    /// A field not yet seen.
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self(None)
    }

    /// The field's value.
    ///
    /// # Errors
    /// When the answer lacked the column.
    #[doc(hidden)]
    pub fn take<E: de::Error>(self, column: &'static str) -> Result<F, E> {
        self.0.ok_or_else(|| E::missing_field(column))
    }
}

impl<F> Default for Slot<F> {
    fn default() -> Self {
        Self::new()
    }
}

/// Finds a key's position among the selected names. Answers keep the select's order, so the one after the last
/// is tried first.
struct Position<'a> {
    names: &'static [&'static str],
    /// Positions of the names that are prefixes.
    spreads: &'static [usize],
    expected: usize,
    rest: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Position<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Position<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column name")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.names.get(self.expected).is_some_and(|name| *name == key) {
            return Ok(Some(self.expected));
        }
        if let Some(position) = self.names.iter().position(|name| *name == key) {
            return Ok(Some(position));
        }
        for position in self.spreads {
            let prefix = self.names.get(*position).copied().unwrap_or_default();
            if let Some(rest) = key.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.')) {
                self.rest.push_str(rest);
                return Ok(Some(*position));
            }
        }
        Ok(None)
    }
}

/// All rows of an answer as `P`, for `serde_json` and `serde_path_to_error`.
pub(crate) struct Rows<T, P>(Vec<P>, PhantomData<fn() -> T>);

impl<T, P> Rows<T, P> {
    pub(crate) fn into_vec(self) -> Vec<P> {
        self.0
    }

    /// The one row of a singular answer.
    pub(crate) fn into_one(mut self, operation: &'static str) -> crate::error::Result<P> {
        let rows = self.0.len();
        match self.0.pop() {
            Some(row) if rows == 1 => Ok(row),
            _ => Err(crate::error::Error::row_count(
                u64::try_from(rows).ok(),
                "one row was expected in the answer",
            )
            .with_operation(operation)),
        }
    }
}

/// One row.
pub(crate) struct Row<T, P>(PhantomData<fn() -> (T, P)>);

impl<T, P> Row<T, P> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

/// One row, or null.
pub(crate) struct OptionalRow<T, P>(PhantomData<fn() -> (T, P)>);

impl<T, P> OptionalRow<T, P> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T, P: Projection<T>> Visitor<'de> for OptionalRow<T, P> {
    type Value = Option<P>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row (a JSON object) or null")
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Row::<T, P>::new().deserialize(deserializer).map(Some)
    }
}

impl<'de, T, P: Projection<T>> DeserializeSeed<'de> for Row<T, P> {
    type Value = P;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<P, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T, P: Projection<T>> Visitor<'de> for Row<T, P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row (a JSON object)")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<P, A::Error> {
        P::read(RowReader::new(map))
    }
}

struct RowsVisitor<T, P>(PhantomData<fn() -> (T, P)>);

impl<'de, T, P: Projection<T>> Visitor<'de> for RowsVisitor<T, P> {
    type Value = Rows<T, P>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows (a JSON array of objects)")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut rows = Vec::with_capacity(seq.size_hint().unwrap_or(0).min(4096));
        while let Some(row) = seq.next_element_seed(Row(PhantomData))? {
            rows.push(row);
        }
        Ok(Rows(rows, PhantomData))
    }

    // A singular answer (`application/vnd.pgrst.object+json`) is the bare row.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(Rows(vec![P::read(RowReader::new(map))?], PhantomData))
    }
}

impl<'de, T, P: Projection<T>> Deserialize<'de> for Rows<T, P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowsVisitor(PhantomData))
    }
}
