//! The filters that a row's own values make, for each column and operator.

use insforge::PgValue;
use insforge::prelude::*;
use insforge::schema::{Col, Equatable, Ordered, Textual};
use serde_json::Value;

use super::check::Check;
use super::sample::{Sample, SampleCols};
use super::{json_model, range_model};

const T: &SampleCols = Sample::COLS;

type Checks = Vec<Check>;

/// A column with its reader, the row's own value of it, and what the database takes for the same value.
struct Probe<V, K, S> {
    column: Col<Sample, V, K, S>,
    value: V,
    get: fn(&Sample) -> Option<V>,
    same: fn(&V, &V) -> bool,
}

/// Every filter made of this row's values.
pub(super) fn of(row: &Sample) -> Checks {
    let mut out = Checks::new();
    texts(row, &mut out);
    numbers(row, &mut out);
    others(row, &mut out);
    containers(row, &mut out);
    documents(row, &mut out);
    out
}

impl<V, K, S> Probe<V, K, S>
where
    V: PgValue + Clone + PartialEq + Send + Sync + 'static,
{
    /// Whether a row has this value.
    fn equal(&self) -> impl Fn(&Sample) -> Option<bool> + Send + Sync + 'static {
        let (get, same, value) = (self.get, self.same, self.value.clone());
        move |row| get(row).map(|own| same(&own, &value))
    }

    fn unequal(&self) -> impl Fn(&Sample) -> Option<bool> + Send + Sync + 'static {
        let equal = self.equal();
        move |row| equal(row).map(|equal| !equal)
    }

    /// Equality in all its forms.
    fn equality(&self, out: &mut Checks)
    where
        S: Equatable,
    {
        let (column, value) = (self.column, || self.value.clone());
        let equal = self.equal();
        out.push(Check::new(column.is_distinct(value()), move |row| {
            Some(!equal(row).unwrap_or(false))
        }));
        out.push(Check::new(column.eq(value()), self.equal()));
        out.push(Check::new(column.ne(value()), self.unequal()));
        out.push(Check::new(column.in_([value(), value()]), self.equal()));
        out.push(Check::new(column.not_in([value()]), self.unequal()));
        out.push(Check::new(column.eq_all([value()]), self.equal()));
    }

    /// Equality said by an order.
    fn order(&self, out: &mut Checks)
    where
        S: Ordered,
    {
        let (column, value) = (self.column, || self.value.clone());
        self.equality(out);
        out.push(Check::new(column.between(value(), value()), self.equal()));
        out.push(Check::new(
            column.lt(value()) | column.gt(value()),
            self.unequal(),
        ));
        out.push(Check::new(
            column.ge_all([value()]) & column.le_any([value()]),
            self.equal(),
        ));
    }
}

impl<K, S: Textual> Probe<String, K, S> {
    fn patterns(&self, out: &mut Checks) {
        self.order(out);
        let (column, value, get) = (self.column, &self.value, self.get);
        let length = value.chars().count();
        for (from, to) in [
            (0, length),
            (0, length / 2),
            (length / 2, length),
            (length / 3, length / 2),
        ] {
            let part: String = value.chars().skip(from).take(to - from).collect();
            let models: [fn(&str, &str) -> bool; 3] = [
                |own, part| own.contains(part),
                |own, part| own.starts_with(part),
                |own, part| own.ends_with(part),
            ];
            let filters = [
                column.contains(&part),
                column.starts_with(&part),
                column.ends_with(&part),
            ];
            for (filter, model) in filters.into_iter().zip(models) {
                let part = part.clone();
                out.push(Check::new(filter, move |row| {
                    get(row).map(|own| model(&own, &part))
                }));
            }
        }
        let pattern = escaped(value, |c| matches!(c, '%' | '_' | '\\'));
        let regex = format!("^{}$", escaped(value, |c| c.is_ascii_punctuation() && c != '_'));
        for filter in [
            column.like(&pattern),
            column.like_any([pattern.as_str(), "\\_no such\\_"]),
            column.like_all([pattern.as_str()]),
            column.matches(&regex),
            column.matches_any([regex.as_str(), "^_no such_$"]),
            column.matches_all([regex.as_str()]),
        ] {
            out.push(Check::new(filter, self.equal()));
        }
    }
}

fn escaped(text: &str, special: impl Fn(char) -> bool) -> String {
    text.chars()
        .flat_map(|c| special(c).then_some('\\').into_iter().chain([c]))
        .collect()
}

/// `probe!(column, value, getter)`, with `==` as the equality unless another is named.
macro_rules! probe {
    ($column:ident, $row:ident, $get:expr) => {
        probe!($column, $row, $get, |own, value| own == value)
    };
    ($column:ident, $row:ident, $get:expr, $same:expr) => {{
        let get: fn(&Sample) -> Option<_> = $get;
        get($row).map(|value| Probe {
            column: T.$column,
            value,
            get,
            same: $same,
        })
    }};
}

fn texts(row: &Sample, out: &mut Checks) {
    macro_rules! text {
        ($($column:ident: $get:expr;)*) => {$(
            if let Some(probe) = probe!($column, row, $get) {
                probe.patterns(out);
            }
        )*};
    }
    text! {
        title: |row| Some(row.title.clone());
        body: |row| row.body.clone();
        short: |row| Some(row.short.clone());
        dotted: |row| Some(row.dotted.clone());
        weird: |row| row.weird.clone();
        bracket: |row| Some(row.bracket.clone());
        constructor: |row| Some(row.constructor.clone());
    }
    out.push(Check::new(T.body.is_null(), |row| Some(row.body.is_none())));
    out.push(Check::new(T.weird.is_not_null(), |row| Some(row.weird.is_some())));
    let body = row.body.clone();
    out.push(Check::new(
        T.body.eq_or_null(row.body.clone()),
        move |row| match &body {
            Some(body) => row.body.as_ref().map(|own| own == body),
            None => Some(row.body.is_none()),
        },
    ));
}

fn numbers(row: &Sample, out: &mut Checks) {
    macro_rules! ordered {
        ($($column:ident: $get:expr;)*) => {$(
            if let Some(probe) = probe!($column, row, $get) {
                probe.order(out);
            }
        )*};
    }
    ordered! {
        id: |row| Some(row.id);
        small: |row| Some(row.small);
        int: |row| Some(row.int);
        big: |row| Some(row.big);
        number: |row| Some(row.number.clone());
        score: |row| row.score;
        order: |row| row.order;
        uid: |row| Some(row.uid);
        stamp: |row| Some(row.stamp);
        day: |row| Some(row.day);
        bytes: |row| Some(row.bytes.clone());
    }
    if let Some(probe) = probe!(span, row, |row| Some(row.span), |own, value| length(own)
        == length(value))
    {
        probe.order(out);
    }
}

/// Intervals are equal when a month counts as 30 days and a day as 24 hours.
fn length(span: &Interval) -> i128 {
    let days = i128::from(span.months) * 30 + i128::from(span.days);
    days * 86_400_000_000 + i128::from(span.micros)
}

fn others(row: &Sample, out: &mut Checks) {
    if let Some(probe) = probe!(flag, row, |row| row.flag) {
        probe.equality(out);
    }
    out.push(Check::new(T.flag.is_true(), |row| Some(row.flag == Some(true))));
    out.push(Check::new(T.flag.is_false(), |row| Some(row.flag == Some(false))));
    out.push(Check::new(T.flag.is_unknown(), |row| Some(row.flag.is_none())));
}

fn containers(row: &Sample, out: &mut Checks) {
    if let Some(probe) = probe!(tags, row, |row| Some(row.tags.clone())) {
        probe.order(out);
    }
    if let Some(probe) = probe!(holes, row, |row| Some(row.holes.clone())) {
        probe.order(out);
    }
    if let Some(probe) = probe!(ints, row, |row| Some(row.ints)) {
        probe.order(out);
    }
    let subset = |part: &[String], whole: &[String]| part.iter().all(|text| whole.contains(text));
    let tags = row.tags.clone();
    out.push(Check::new(T.tags.contains_all(&tags), {
        let tags = tags.clone();
        move |row| Some(subset(&tags, &row.tags))
    }));
    out.push(Check::new(T.tags.contained_by(&tags), {
        let tags = tags.clone();
        move |row| Some(subset(&row.tags, &tags))
    }));
    out.push(Check::new(T.tags.overlaps(&tags), move |row| {
        Some(tags.iter().any(|text| row.tags.contains(text)))
    }));
    let holes = row.holes.clone();
    out.push(Check::new(T.holes.overlaps(&row.holes), move |row| {
        Some(
            holes
                .iter()
                .any(|number| number.is_some() && row.holes.contains(number)),
        )
    }));
    let holes = row.holes.clone();
    out.push(Check::new(T.holes.contains_all(&row.holes), move |row| {
        Some(
            holes
                .iter()
                .all(|number| number.is_some() && row.holes.contains(number)),
        )
    }));
    let ints = row.ints;
    let models: [(Filter<Sample>, fn(&PgRange<i32>, &PgRange<i32>) -> bool); 6] = [
        (T.ints.contains_all(ints), range_model::contains),
        (T.ints.contained_by(ints), |own, value| {
            range_model::contains(value, own)
        }),
        (T.ints.overlaps(ints), range_model::overlaps),
        (T.ints.strictly_left_of(ints), range_model::left_of),
        (T.ints.strictly_right_of(ints), |own, value| {
            range_model::left_of(value, own)
        }),
        (T.ints.adjacent_to(ints), range_model::adjacent),
    ];
    for (filter, model) in models {
        out.push(Check::new(filter, move |row| Some(model(&row.ints, &ints))));
    }
}

fn documents(row: &Sample, out: &mut Checks) {
    let Some(probe) = probe!(doc, row, |row| row.doc.clone()) else {
        out.push(Check::new(T.doc.is_null(), |row| Some(row.doc.is_none())));
        return;
    };
    probe.equality(out);
    let value = probe.value.0.clone();
    let part = value.clone();
    out.push(Check::new(T.doc.contains_all(value.clone()), move |row| {
        row.doc.as_ref().map(|own| json_model::contains(own, &part))
    }));
    let part = value.clone();
    out.push(Check::new(T.doc.contained_by(value.clone()), move |row| {
        row.doc.as_ref().map(|own| json_model::contains(&part, own))
    }));
    match value {
        Value::Object(map) => {
            for (key, value) in map
                .into_iter()
                .filter(|(_, value)| !value.is_array() && !value.is_object())
            {
                let get = {
                    let key = key.clone();
                    move |row: &Sample| row.doc.as_ref().and_then(|doc| doc.get(&key)).cloned()
                };
                path(T.doc.path(key), &value, get, out);
            }
        }
        Value::Array(elements) => {
            let scalar = |value: &&Value| !value.is_array() && !value.is_object();
            if let Some(value) = elements.first().filter(scalar) {
                path(
                    T.doc.path(0),
                    value,
                    |row| row.doc.as_ref().and_then(|doc| json_model::first(doc)).cloned(),
                    out,
                );
            }
        }
        _ => {}
    }
}

/// A path that yields this scalar, as text and as JSON, alone and twice.
fn path(
    path: insforge::schema::JsonPath<Sample>,
    value: &Value,
    get: impl Fn(&Sample) -> Option<Value> + Clone + Send + Sync + 'static,
    out: &mut Checks,
) {
    let (wanted, of) = (value.clone(), get.clone());
    out.push(Check::new(path.clone().json().eq(value.clone()), move |row| {
        of(row).map(|own| own == wanted)
    }));
    let Some(text) = json_model::text(value) else {
        let of = get;
        out.push(Check::new(path.text().is_null(), move |row| {
            Some(of(row).is_none_or(|own| own.is_null()))
        }));
        return;
    };
    let (wanted, of) = (text.clone(), get.clone());
    // A container's text is never compared: its spelling is PostgreSQL's own.
    let own = move |row: &Sample| of(row).filter(|own| !own.is_array() && !own.is_object());
    let model = move |row: &Sample| {
        own(row)
            .as_ref()
            .and_then(json_model::text)
            .map(|own| own == wanted)
    };
    let plain = |row: &Sample, get: &dyn Fn(&Sample) -> Option<Value>| {
        get(row).is_some_and(|own| own.is_array() || own.is_object())
    };
    let check = move |row: &Sample| if plain(row, &get) { Some(false) } else { model(row) };
    out.push(Check::new(path.clone().text().eq(&text), check.clone()));
    out.push(Check::new(
        path.clone().text().in_([text.as_str(), "no such text"]),
        check.clone(),
    ));
    out.push(Check::new(
        path.clone().text().ge(&text) & path.text().le(&text),
        check,
    ));
}
