//! Conditions on related rows gather like others, and mix with conditions on columns.

use insforge::prelude::*;
use insforge::{Database, Query};

#[derive(Table, Debug, Clone)]
#[table(name = "articles")]
#[relation(tags: many Tag via Tag.article_id)]
pub struct Article {
    #[column(pk)]
    pub id: i64,
    pub title: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "tags")]
#[relation(article: one Article via article_id)]
pub struct Tag {
    #[column(pk)]
    pub id: i64,
    pub article_id: i64,
    pub name: String,
}

fn with_all(names: &[&str]) -> ReadFilter<Article> {
    ReadFilter::all(
        names
            .iter()
            .map(|name| Article::COLS.tags.any(|t| t.name.eq(*name))),
    )
}

fn search(db: &Database, words: Option<&str>, tags: &[&str], bare: bool) -> Query<Article> {
    let mut filter: ReadFilter<Article> = Filter::all([]).into();
    if let Some(words) = words {
        filter = filter & Article::COLS.title.icontains(words);
    }
    for tag in tags {
        filter = filter & Article::COLS.tags.none(|t| t.name.eq(*tag));
    }
    if bare {
        filter = Article::COLS.id.gt(0) & (filter | Article::COLS.tags.is_empty());
    }
    db.from::<Article>().filter(|_| filter & !with_all(tags))
}
