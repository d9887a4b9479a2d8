use serde_json::Value;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use crate::error::database_message;
use crate::reply::Failure;

/// A row of `auth.users`.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) password: Option<String>,
    /// As the API shows it.
    pub(crate) shown: Value,
}

impl User {
    pub(crate) fn verified(&self) -> bool {
        self.shown.get("emailVerified") == Some(&Value::Bool(true))
    }
}

/// Builds the public form in the database, which also writes times as JavaScript does.
const SELECT: &str = r#"
select u.id::text, u.email, u.password, json_build_object(
  'id', u.id, 'email', u.email, 'emailVerified', u.email_verified,
  'createdAt', to_char(u.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'updatedAt', to_char(u.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'providers', (select coalesce(json_agg(distinct p.provider), '[]'::json)::jsonb from auth.user_providers p where p.user_id = u.id and p.provider <> 'email')
    || case when u.password is null
              and not exists (select from auth.user_providers p where p.user_id = u.id and p.provider = 'email')
       then '[]'::jsonb else '["email"]'::jsonb end,
  'profile', u.profile, 'metadata', u.metadata)::text
from auth.users u"#;

pub(crate) async fn by_email(client: &Client, email: &str) -> Result<Option<User>, Failure> {
    read(
        client
            .query_opt(&format!("{SELECT} where u.email = $1"), &[&email])
            .await,
    )
}

pub(crate) async fn by_id(client: &Client, id: &str) -> Result<Option<User>, Failure> {
    read(
        client
            .query_opt(&format!("{SELECT} where u.id = $1::text::uuid"), &[&id])
            .await,
    )
}

/// The new user's id; `None` if the address is taken.
pub(crate) async fn insert(
    client: &Client,
    email: &str,
    password: Option<&str>,
    name: Option<&str>,
    verified: bool,
) -> Result<Option<String>, Failure> {
    let inserted = client
        .query_one(
            "insert into auth.users (email, password, profile, email_verified) \
             values ($1, $2, jsonb_strip_nulls(jsonb_build_object('name', $3::text)), $4) returning id::text",
            &[&email, &password, &name, &verified],
        )
        .await;
    match inserted {
        Ok(row) => row.try_get(0).map(Some).map_err(|error| failed(&error)),
        Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Ok(None),
        Err(error) => Err(failed(&error)),
    }
}

/// The user whom this account of a provider belongs to.
pub(crate) async fn by_provider(
    client: &Client,
    provider: &str,
    account: &str,
) -> Result<Option<User>, Failure> {
    let sql = format!(
        "{SELECT} join auth.user_providers l on l.user_id = u.id where l.provider = $1 and l.provider_account_id = $2"
    );
    read(client.query_opt(&sql, &[&provider, &account]).await)
}

/// Remembers that this account of a provider belongs to the user.
pub(crate) async fn link(client: &Client, id: &str, provider: &str, account: &str) -> Result<(), Failure> {
    let sql = "insert into auth.user_providers (user_id, provider, provider_account_id) \
               values ($1::text::uuid, $2, $3) on conflict do nothing";
    client
        .execute(sql, &[&id, &provider, &account])
        .await
        .map_err(|error| failed(&error))?;
    Ok(())
}

/// The address is its user's own.
pub(crate) async fn verify(client: &Client, email: &str) -> Result<(), Failure> {
    let sql = "update auth.users set email_verified = true, updated_at = now() where email = $1 and not email_verified";
    client
        .execute(sql, &[&email])
        .await
        .map_err(|error| failed(&error))?;
    Ok(())
}

/// Sets or erases the password.
pub(crate) async fn set_password(client: &Client, email: &str, hash: Option<&str>) -> Result<(), Failure> {
    let sql = "update auth.users set password = $2, updated_at = now() where email = $1";
    client
        .execute(sql, &[&email, &hash])
        .await
        .map_err(|error| failed(&error))?;
    Ok(())
}

/// A page of users, the newest first, and how many there are.
pub(crate) async fn list(
    client: &Client,
    search: &str,
    limit: i64,
    offset: i64,
) -> Result<(Vec<User>, i64), Failure> {
    const FITS: &str =
        "($1 = '' or u.email like '%' || $1 || '%' or u.profile ->> 'name' like '%' || $1 || '%')";
    let sql = format!("{SELECT} where {FITS} order by u.created_at desc, u.id limit $2 offset $3");
    let rows = client
        .query(&sql, &[&search, &limit, &offset])
        .await
        .map_err(|error| failed(&error))?;
    let count = format!("select count(*) from auth.users u where {FITS}");
    let count = client
        .query_one(&count, &[&search])
        .await
        .map_err(|error| failed(&error))?;
    let users: Result<Vec<Option<User>>, Failure> = rows.into_iter().map(|row| read(Ok(Some(row)))).collect();
    let total = count.try_get(0).map_err(|error| failed(&error))?;
    Ok((users?.into_iter().flatten().collect(), total))
}

/// How many of these users there were.
pub(crate) async fn delete(client: &Client, ids: &[String]) -> Result<u64, Failure> {
    let sql = "delete from auth.users where id = any ($1::text[]::uuid[])";
    client.execute(sql, &[&ids]).await.map_err(|error| failed(&error))
}

fn read(row: Result<Option<tokio_postgres::Row>, tokio_postgres::Error>) -> Result<Option<User>, Failure> {
    let Some(row) = row.map_err(|error| failed(&error))? else {
        return Ok(None);
    };
    let text: String = row.try_get(3).map_err(|error| failed(&error))?;
    Ok(Some(User {
        id: row.try_get(0).map_err(|error| failed(&error))?,
        email: row.try_get(1).map_err(|error| failed(&error))?,
        password: row.try_get(2).map_err(|error| failed(&error))?,
        shown: serde_json::from_str(&text).map_err(|error| Failure::internal(error.to_string()))?,
    }))
}

/// The real backend shows PostgreSQL's own message in a 500.
pub(crate) fn failed(error: &tokio_postgres::Error) -> Failure {
    Failure::internal(
        error
            .as_db_error()
            .map_or_else(|| database_message(error), |db| db.message().to_owned()),
    )
}
