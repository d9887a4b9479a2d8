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

/// Builds the public form in the database, which also writes times as JavaScript does.
const SELECT: &str = r#"
select u.id::text, u.email, u.password, json_build_object(
  'id', u.id, 'email', u.email, 'emailVerified', u.email_verified,
  'createdAt', to_char(u.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'updatedAt', to_char(u.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'providers', (select coalesce(json_agg(distinct p.provider), '[]'::json)::jsonb from auth.user_providers p where p.user_id = u.id)
    || case when u.password is null then '[]'::jsonb else '["email"]'::jsonb end,
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
    password: &str,
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
