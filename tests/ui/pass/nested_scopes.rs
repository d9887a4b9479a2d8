//! Scopes in scopes, and functions that narrow any projection of a table.

use insforge::Database;
use insforge::prelude::*;
use insforge::query::Scope;

#[derive(Table, Debug, Clone)]
#[table(name = "forums")]
#[relation(threads: many Thread via Thread.forum_id)]
pub struct Forum {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "threads")]
#[relation(posts: many Post via Post.thread_id)]
pub struct Thread {
    #[column(pk)]
    pub id: i64,
    pub forum_id: i64,
}

#[derive(Table, Debug, Clone)]
#[table(name = "posts")]
pub struct Post {
    #[column(pk)]
    pub id: i64,
    pub thread_id: i64,
    pub hidden: bool,
}

#[derive(Projection, Debug)]
#[projection(Forum)]
pub struct Board {
    name: String,
    #[proj(embed = threads)]
    threads: Vec<Topic>,
}

#[derive(Projection, Debug)]
#[projection(Thread)]
pub struct Topic {
    id: i64,
    #[proj(embed = posts)]
    posts: Vec<Post>,
    #[proj(count = posts)]
    total: i64,
}

fn visible<P: Projection<Post>>(scope: Scope<Post, P>) -> Scope<Post, P> {
    scope
        .filter(|p| p.hidden.eq(false))
        .order(|p| p.id.desc())
        .limit(3)
}

async fn boards(db: &Database) -> insforge::Result<Vec<Board>> {
    db.from::<Forum>()
        .select::<Board>()
        .embed(
            |e| e.threads,
            |t| {
                t.filter(|t| t.posts.exists())
                    .limit(10)
                    .embed(|e| e.posts, visible)
            },
        )
        .all()
        .await
}
