//! Closures take what is at hand: borrowed and owned, by reference, from structs and from other closures.

use std::borrow::Cow;

use insforge::Query;
use insforge::prelude::*;
use uuid::Uuid;

#[derive(Table, Debug, Clone)]
#[table(name = "files")]
pub struct File {
    #[column(pk)]
    pub id: Uuid,
    pub name: String,
    pub folder: Option<String>,
    pub size: i64,
}

pub struct Request<'a> {
    name: &'a str,
    folder: Option<String>,
    ids: &'a [Uuid],
    least: Option<i64>,
}

fn search<'a>(query: Query<File>, request: &'a Request<'a>) -> Query<File> {
    let owner = Uuid::nil();
    let title = String::from("x");
    query
        .filter(|f| f.name.eq(request.name) | f.name.eq(&title) | f.name.eq(title.clone()))
        .filter(|f| f.folder.eq_or_null(request.folder.as_deref()))
        .filter(|f| f.id.in_(request.ids) & f.id.ne(owner))
        .filter_opt(request.least, |f, least| f.size.ge(least))
        .filter_opt(request.folder.as_ref(), |f, folder| f.folder.eq(folder))
}

fn cow(text: Cow<'_, str>) -> Filter<File> {
    File::COLS.name.eq(text)
}

#[test]
fn nothing_of_it_is_kept() {
    let filter = {
        let text = String::from("short-lived");
        cow(Cow::Borrowed(&text)) & File::COLS.folder.like(&text)
    };
    let _ = filter;
}
