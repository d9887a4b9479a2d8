//! Errors travel by `?` into the error types that programs have.

use std::error::Error as StdError;
use std::fmt;

use insforge::Database;
use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "carts", unique(token))]
pub struct Cart {
    #[column(pk)]
    pub id: i64,
    pub token: String,
}

#[derive(Debug)]
pub enum AppError {
    Taken,
    Database(insforge::Error),
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken => f.write_str("taken"),
            Self::Database(error) => error.fmt(f),
        }
    }
}

impl StdError for AppError {}

impl From<insforge::Error> for AppError {
    fn from(error: insforge::Error) -> Self {
        if error.is_unique_violation() {
            Self::Taken
        } else {
            Self::Database(error)
        }
    }
}

async fn own(db: &Database, cart: NewCart) -> Result<Cart, AppError> {
    Ok(db.insert(cart).returning_one().await?)
}

async fn boxed(db: &Database) -> Result<Cart, Box<dyn StdError + Send + Sync>> {
    Ok(db.from::<Cart>().by_key(1).one().await?)
}

async fn io(db: &Database) -> std::io::Result<u64> {
    db.from::<Cart>().count().await.map_err(std::io::Error::other)
}
