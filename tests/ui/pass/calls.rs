//! Calls of functions: every attribute, lifetimes, every kind of result, a facade.

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "todos")]
pub struct Todo {
    #[column(pk)]
    pub id: i64,
    pub title: String,
}

#[derive(Projection, Debug)]
#[projection(Todo)]
pub struct Title {
    pub title: String,
}

#[derive(PgEnum, Debug, Clone)]
#[pg_enum(name = "mood", closed)]
pub enum Mood {
    Calm,
}

#[derive(PgValue, Debug, Clone)]
pub struct Rank(i32);

/// Every shape of an argument.
#[derive(Rpc)]
#[rpc(name = "search", schema = "app", returns = SetOf<Todo>, stable)]
pub struct Search<'a, 'b: 'a> {
    pub q: &'a str,
    pub words: &'b [String],
    pub mood: Mood,
    pub rank: Option<Rank>,
    pub doc: &'a Json<Vec<i32>>,
    pub title: std::borrow::Cow<'a, str>,
    #[arg(name = "p limit", default)]
    pub limit: Option<i64>,
    #[arg(default)]
    pub since: Set<Option<Timestamp>>,
    #[arg(default, variadic)]
    pub rest: Option<Vec<Decimal>>,
    #[arg(default)]
    pub r#type: Option<&'a str>,
}

#[derive(Rpc)]
#[rpc(name = "nothing", returns = Void)]
pub struct Nothing;

#[derive(Rpc)]
#[rpc(name = "nothing", returns = Void,)]
pub struct Braces {}

#[derive(Rpc)]
#[rpc(name = "one")]
#[rpc(returns = insforge::query::rpc::One<Todo>, crate = "::insforge")]
pub struct OneTodo {
    #[arg(unnamed)]
    pub body: Json<std::collections::HashMap<String, i32>>,
}

#[derive(Rpc)]
#[rpc(name = "composite", returns = Todo)]
pub struct Composite;

type Total = Scalar<Option<i64>>;

#[derive(Rpc)]
#[rpc(name = "total", returns = Total)]
pub struct GetTotal;

#[derive(Rpc)]
#[rpc(name = "ids", returns = SetOfScalar<uuid::Uuid>)]
pub struct Ids;

pub async fn demo(db: Database, search: Search<'_, '_>) -> insforge::Result<()> {
    let titles: Vec<Title> = db
        .call(search)
        .select::<Title>()
        .filter(|t| t.id.gt(3) | t.title.is_distinct("x"))
        .order(|t| t.id.desc())
        .all()
        .await?;
    db.call(Nothing).execute().await?;
    db.call(Braces {}).idempotent().schema("app").execute().await?;
    let body = Json(std::collections::HashMap::new());
    let one: Option<Title> = db.call(OneTodo { body }).select::<Title>().maybe_one().await?;
    let row: Todo = db.call(Composite).timezone("UTC").one().await?;
    let total: Option<i64> = db.call(GetTotal).one().await?;
    let ids: Vec<uuid::Uuid> = db.call(Ids).limit(3).all().await?;
    let _ = (titles, one, row, total, ids);
    Ok(())
}

/// Builders keep their type while they are branched on.
pub fn conditional(db: &Database, newest: bool) -> insforge::Query<Todo> {
    let query = db.call(Composite2 { q: "x" });
    if newest {
        query.order(|t| t.id.desc()).limit(1)
    } else {
        query
    }
}

#[derive(Rpc)]
#[rpc(name = "search", returns = SetOf<Todo>)]
pub struct Composite2<'a> {
    q: &'a str,
}

mod inside {
    /// In a function of a module without imports.
    pub fn local() {
        #[derive(insforge::Rpc)]
        #[rpc(name = "f", returns = ::insforge::query::rpc::Scalar<::std::primitive::i32>)]
        struct F {
            a: ::std::primitive::i32,
        }
        let _ = F { a: 1 };
    }
}
