//! The catalogue, and what ties structs to it: comparison, generation, and the SQL between the two.

mod catalog;
mod command;
mod diff;
mod generate;
mod generated;
mod structs;
mod verify;

use insforge::admin::catalog::Catalog;
use insforge_tests::{Backend, Space};

/// Every type, key and name that generation has to cope with.
const RICH: &str = include_str!("rich.sql");

async fn rich() -> Space {
    Backend::connect().await.space(RICH).await
}

async fn catalog() -> Catalog {
    let admin = Backend::connect().await.admin();
    admin.catalog().await.expect("the catalogue")
}
