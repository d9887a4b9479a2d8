//! Markers of PostgreSQL types, and the families that decide which operators a column has.

/// The SQL type of a column, as a type. Operators are offered by its families.
///
/// Source: [PostgreSQL, data types](https://www.postgresql.org/docs/15/datatype.html).
pub trait SqlType: 'static {
    /// The type's name as PostgreSQL's catalogue spells it, such as `int8`.
    const NAME: &'static str;
    /// The name of its array type, such as `int8[]`.
    const ARRAY_NAME: &'static str;
    /// Whether the text of a value decides its identity, so that two texts never name the same value.
    /// Lists of such values can be split over several requests without returning a row twice.
    const CANONICAL: bool = true;
    /// Whether PostgreSQL writes the type's values as JSON strings. Numbers, booleans, documents and arrays are not.
    const IS_JSON_STRING: bool = true;
    /// Whether the empty string is a value of the type.
    const HOLDS_EMPTY_TEXT: bool = false;
    /// Whether it is an array type: PostgreSQL has no arrays of arrays, so `in` and its kin cannot take a list.
    const IS_ARRAY: bool = false;
}

/// A type with `=`: the operators `eq`, `ne`, `in_`, `not_in`, `is_distinct`.
#[diagnostic::on_unimplemented(
    message = "equality is not available on a column of SQL type `{Self}`",
    label = "PostgreSQL has no `=` for it: compare a path of it, or store it as `jsonb`"
)]
pub trait Equatable: SqlType {}

/// A type with an order: `gt`, `ge`, `lt`, `le`, `between`.
#[diagnostic::on_unimplemented(
    message = "order comparisons are not available on a column of SQL type `{Self}`",
    label = "only numbers, text, booleans, dates, times, uuids and enums are ordered"
)]
pub trait Ordered: Equatable {}

/// A text type: `like`, `ilike`, `matches`, `starts_with` and their kin.
#[diagnostic::on_unimplemented(
    message = "pattern operators are not available on a column of SQL type `{Self}`",
    label = "patterns match text only"
)]
pub trait Textual: Ordered {}

/// The boolean type: `is_true`, `is_false`, `is_unknown`.
#[diagnostic::on_unimplemented(
    message = "truth tests are not available on a column of SQL type `{Self}`",
    label = "only a `bool` column is true, false or unknown"
)]
pub trait Boolean: SqlType {}

/// A type that holds other values: `contains_all`, `contained_by` (arrays, ranges, jsonb).
#[diagnostic::on_unimplemented(
    message = "containment is not available on a column of SQL type `{Self}`",
    label = "only arrays, ranges and jsonb contain values: for text use `contains`, for a list `in_`"
)]
pub trait Container: SqlType {}

/// A type whose values can share parts: `overlaps` (arrays, ranges).
#[diagnostic::on_unimplemented(
    message = "`overlaps` is not available on a column of SQL type `{Self}`",
    label = "only arrays and ranges overlap"
)]
pub trait Overlapping: Container {}

/// A range type: `strictly_left_of`, `strictly_right_of`, `adjacent_to` and their kin.
#[diagnostic::on_unimplemented(
    message = "range operators are not available on a column of SQL type `{Self}`",
    label = "only range columns have a left and a right"
)]
pub trait Ranged: Overlapping {}

/// A type with full-text search: `fts`.
#[diagnostic::on_unimplemented(
    message = "full-text search is not available on a column of SQL type `{Self}`",
    label = "`fts` needs a text or tsvector column"
)]
pub trait Searchable: SqlType {}

/// A JSON type: `path`.
#[diagnostic::on_unimplemented(
    message = "JSON paths are not available on a column of SQL type `{Self}`",
    label = "only json and jsonb columns have paths"
)]
pub trait JsonLike: SqlType {}

/// An array of `S`.
#[derive(Debug, Clone, Copy)]
pub struct Array<S>(core::marker::PhantomData<fn() -> S>);

impl<S: SqlType> SqlType for Array<S> {
    const NAME: &'static str = S::ARRAY_NAME;
    const ARRAY_NAME: &'static str = S::ARRAY_NAME;
    const CANONICAL: bool = S::CANONICAL;
    const IS_JSON_STRING: bool = false;
    const IS_ARRAY: bool = true;
}
#[diagnostic::do_not_recommend]
impl<S: Equatable> Equatable for Array<S> {}
#[diagnostic::do_not_recommend]
impl<S: Ordered> Ordered for Array<S> {}
#[diagnostic::do_not_recommend]
impl<S: Equatable> Container for Array<S> {}
#[diagnostic::do_not_recommend]
impl<S: Equatable> Overlapping for Array<S> {}

macro_rules! sql_types {
    ($($(#[$doc:meta])* $marker:ident = $name:literal: $($family:ident)*;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $marker;
            impl SqlType for $marker {
                const NAME: &'static str = $name;
                const ARRAY_NAME: &'static str = concat!($name, "[]");
                sql_types!(@consts $($family)*);
            }
            $(sql_types!(@family $marker $family);)*
        )*
    };
    (@consts) => {};
    (@consts Text_ $($rest:ident)*) => { const HOLDS_EMPTY_TEXT: bool = true; sql_types!(@consts $($rest)*); };
    (@consts ManyTexts_ $($rest:ident)*) => { const CANONICAL: bool = false; sql_types!(@consts $($rest)*); };
    (@consts Bare_ $($rest:ident)*) => { const IS_JSON_STRING: bool = false; sql_types!(@consts $($rest)*); };
    (@consts $other:ident $($rest:ident)*) => { sql_types!(@consts $($rest)*); };
    (@family $marker:ident Text_) => {};
    (@family $marker:ident ManyTexts_) => {};
    (@family $marker:ident Bare_) => {};
    (@family $marker:ident $family:ident) => { #[diagnostic::do_not_recommend] impl $family for $marker {} };
}

// `Text_`: holds the empty string. `ManyTexts_`: one value has several texts. `Bare_`: no string in JSON.
sql_types! {
    /// `boolean`
    Bool = "bool": Bare_ Equatable Ordered Boolean;
    /// `smallint`
    Int2 = "int2": Bare_ Equatable Ordered;
    /// `integer`
    Int4 = "int4": Bare_ Equatable Ordered;
    /// `bigint`
    Int8 = "int8": Bare_ Equatable Ordered;
    /// `real`
    Float4 = "float4": Bare_ Equatable Ordered ManyTexts_;
    /// `double precision`
    Float8 = "float8": Bare_ Equatable Ordered ManyTexts_;
    /// `numeric`
    Numeric = "numeric": Bare_ Equatable Ordered ManyTexts_;
    /// `text`
    Text = "text": Text_ Equatable Ordered Textual Searchable;
    /// `character varying`
    Varchar = "varchar": Text_ Equatable Ordered Textual Searchable;
    /// `character(n)`: trailing blanks do not count
    Bpchar = "bpchar": Text_ ManyTexts_ Equatable Ordered Textual Searchable;
    /// `citext`: compares without case
    Citext = "citext": Text_ ManyTexts_ Equatable Ordered Textual Searchable;
    /// `uuid`
    Uuid = "uuid": Equatable Ordered;
    /// `bytea`
    ByteArray = "bytea": Equatable Ordered;
    /// `timestamp with time zone`
    TimestampTz = "timestamptz": Equatable Ordered;
    /// `timestamp without time zone`
    TimestampNoTz = "timestamp": Equatable Ordered;
    /// `date`
    DateOnly = "date": Equatable Ordered;
    /// `time without time zone`
    TimeOnly = "time": Equatable Ordered;
    /// `time with time zone`
    TimeTz = "timetz": Equatable Ordered ManyTexts_;
    /// `interval`: `24:00:00` and `1 day` are equal
    IntervalSpan = "interval": Equatable Ordered ManyTexts_;
    /// `json`: text with no equality
    JsonText = "json": Bare_ JsonLike;
    /// `jsonb`
    Jsonb = "jsonb": Bare_ Equatable Container JsonLike ManyTexts_;
    /// `tsvector`
    TextSearch = "tsvector": Text_ Searchable ManyTexts_;
    /// An enum type of the user's
    Enum = "enum": Equatable Ordered;
    /// `int4range`
    Int4Range = "int4range": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// `int8range`
    Int8Range = "int8range": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// `numrange`
    NumRange = "numrange": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// `tsrange`
    TsRange = "tsrange": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// `tstzrange`
    TsTzRange = "tstzrange": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// `daterange`
    DateRange = "daterange": Equatable Ordered Container Overlapping Ranged ManyTexts_;
    /// A type that this crate has no marker for, such as `inet`: equality only
    Other = "unknown": Equatable ManyTexts_;
}
