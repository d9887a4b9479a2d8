//! A query is a value: stored in structs, cloned, branched on, returned from functions and closures.

use std::collections::BTreeMap;

use insforge::prelude::*;
use insforge::{Database, Query, Result};

#[derive(Table, Debug, Clone)]
#[table(name = "books")]
pub struct Book {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub year: Option<i32>,
}

#[derive(Projection, Debug, Clone)]
#[projection(Book)]
pub struct Title {
    pub title: String,
}

#[derive(Debug, Clone)]
pub struct Catalogue {
    base: Query<Book, Title>,
    named: BTreeMap<String, Query<Book, Title>>,
}

impl Catalogue {
    fn new(db: &Database) -> Self {
        let base = db.from::<Book>().select::<Title>().order(|b| b.title.asc());
        let recent = base.clone().filter(|b| b.year.ge(2020));
        Self {
            named: BTreeMap::from([("recent".to_owned(), recent), ("all".to_owned(), base.clone())]),
            base,
        }
    }

    async fn read(&self, name: &str) -> Result<Vec<Title>> {
        let query = self.named.get(name).unwrap_or(&self.base);
        query.clone().limit(10).all().await
    }
}

fn paged(query: Query<Book>, page: Option<u64>) -> Query<Book> {
    match page {
        Some(page) => query.limit(10).offset(page * 10),
        None => query,
    }
}

fn pipeline(steps: Vec<Box<dyn FnOnce(Query<Book>) -> Query<Book>>>, query: Query<Book>) -> Query<Book> {
    steps.into_iter().fold(query, |query, step| step(query))
}
