use std::sync::Arc;

use serde_json::json;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio_postgres::Client;

use crate::credentials::Caller;
use crate::database;
use crate::error::Error;
use crate::rawsql::errors::failure;
use crate::reply::Failure;

/// A connection on which statements run with the rights of whoever asks, used by one request at a time.
pub(crate) struct StorageDb {
    client: Arc<Client>,
    turn: Arc<Mutex<()>>,
}

impl StorageDb {
    pub(crate) async fn connect(url: &str) -> Result<Self, Error> {
        let client = database::connect(url, "insforge-local").await?;
        Ok(Self {
            client: Arc::new(client),
            turn: Arc::default(),
        })
    }

    /// Begins a transaction with the rights of `caller`, for row level security to judge.
    pub(crate) async fn scope(&self, caller: &Caller) -> Result<Scope, Failure> {
        let user = match caller {
            Caller::Admin => return self.root().await,
            Caller::Anon => None,
            Caller::User(user) if user.role == "authenticated" => Some(user),
            Caller::User(_) => {
                return Err(Failure::new(
                    axum::http::StatusCode::FORBIDDEN,
                    "AUTH_UNAUTHORIZED",
                    "Invalid user role claim",
                ));
            }
        };
        let claims = match user {
            Some(user) => json!({ "sub": user.id, "email": user.email, "role": "authenticated" }),
            None => json!({ "role": "anon" }),
        };
        let role = if user.is_some() { "authenticated" } else { "anon" };
        let scope = self.root().await?;
        let sql = format!(
            "set local role {role}; select set_config('request.jwt.claims', {}, true)",
            database::literal(&claims.to_string())
        );
        scope
            .client
            .batch_execute(&sql)
            .await
            .map_err(|error| failure(&error))?;
        Ok(scope)
    }

    /// Begins a transaction that no policy restrains.
    pub(crate) async fn root(&self) -> Result<Scope, Failure> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let scope = Scope {
            client: Arc::clone(&self.client),
            turn: Some(turn),
        };
        scope
            .client
            .batch_execute("begin")
            .await
            .map_err(|error| failure(&error))?;
        Ok(scope)
    }
}

/// An open transaction; undone unless it is committed.
pub(crate) struct Scope {
    pub(crate) client: Arc<Client>,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Scope {
    pub(crate) async fn commit(mut self) -> Result<(), Failure> {
        self.client
            .batch_execute("commit")
            .await
            .map_err(|error| failure(&error))?;
        self.turn = None;
        Ok(())
    }
}

impl Drop for Scope {
    /// A transaction left open would keep its locks, so it is undone before the next one's turn, also when the
    /// request was given up in the middle.
    fn drop(&mut self) {
        if let Some(turn) = self.turn.take() {
            let client = Arc::clone(&self.client);
            tokio::spawn(async move {
                // A broken connection shows at its next use.
                let _ = client.batch_execute("rollback").await;
                drop(turn);
            });
        }
    }
}

/// Who wrote an object, as its row says.
pub(crate) fn owner(caller: &Caller) -> Option<&str> {
    match caller {
        Caller::User(user) if user.role == "authenticated" => Some(&user.id),
        _ => None,
    }
}
