//! What `Projection` generates satisfies the strictest lints of the user's.
#![deny(
    unused_variables,
    unused_mut,
    unused_must_use,
    unused_qualifications,
    unreachable_patterns,
    clippy::all,
    clippy::pedantic
)]

use insforge::prelude::*;

/// A table.
#[derive(Table, Debug, Clone)]
#[table(name = "posts")]
#[relation(parent: one Post via parent_id)]
#[relation(replies: many Post via Post.parent_id)]
pub struct Post {
    /// A key.
    #[column(pk)]
    pub id: i64,
    /// A text.
    pub title: String,
    /// Another row's key.
    pub parent_id: Option<i64>,
    /// A document.
    pub meta: Json<Vec<i32>>,
}

/// A projection.
#[derive(Projection, Debug)]
#[projection(Post)]
pub struct Thread {
    /// A column.
    pub id: i64,
    /// Another, cast.
    #[proj(column = id, cast = "text")]
    pub label: String,
    /// An element.
    #[proj(path = meta->0)]
    pub first: Option<i32>,
    /// A row.
    #[proj(embed = parent)]
    pub parent: Option<Post>,
    /// Rows.
    #[proj(embed = replies)]
    pub replies: Vec<Reply>,
    /// A number.
    #[proj(count = replies)]
    pub reply_count: i64,
}

/// Of one field.
#[derive(Projection, Debug)]
#[projection(Post)]
pub struct Reply {
    /// A column.
    pub title: String,
}
