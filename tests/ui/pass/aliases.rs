//! A field's type counts, however it is spelled: aliases of types, of containers and of the table itself.

use insforge::prelude::*;
use insforge::{Database, Query};

type Text = String;
type Id = i64;
type Labels = Vec<Text>;
type Optional<T> = Option<T>;

mod deep {
    pub(crate) type Stamp = ::insforge::Timestamp;
}

#[derive(Table, Debug, Clone)]
#[table(name = "notes")]
pub struct Note {
    #[column(pk)]
    pub id: Id,
    pub title: Text,
    pub labels: Labels,
    // An alias of `Option` is a nullable column; that an insert may leave it out is said by the attribute.
    #[column(default)]
    pub body: Optional<Text>,
    #[column(default)]
    pub at: deep::Stamp,
}

type Notes = Query<Note>;
type Row = Note;

fn titled(db: &Database, title: &str) -> Notes {
    db.from::<Row>()
        .filter(|n| n.title.eq(title) & n.body.is_null() & n.labels.contains_all(["a"]))
}

#[test]
fn an_alias_is_what_it_names() {
    let columns = Note::META.columns;
    assert!(columns[3].nullable && !columns[1].nullable);
    let _ = titled;
}
