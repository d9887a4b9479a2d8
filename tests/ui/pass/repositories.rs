//! Traits around queries: async functions in traits, a boxed one behind `dyn`, a generic user of either.

use std::future::Future;
use std::pin::Pin;

use insforge::prelude::*;
use insforge::{Database, Result};

#[derive(Table, Debug, Clone)]
#[table(name = "orders")]
pub struct Order {
    #[column(pk, identity = always)]
    pub id: i64,
    pub total: i64,
}

pub trait Orders {
    fn large(&self, least: i64) -> impl Future<Output = Result<Vec<Order>>> + Send;

    #[allow(async_fn_in_trait)]
    async fn place(&self, order: NewOrder) -> Result<Order>;
}

impl Orders for Database {
    async fn large(&self, least: i64) -> Result<Vec<Order>> {
        self.from::<Order>().filter(|o| o.total.ge(least)).all().await
    }

    async fn place(&self, order: NewOrder) -> Result<Order> {
        self.insert(order).returning_one().await
    }
}

pub trait DynOrders: Send + Sync {
    fn large(&self, least: i64) -> Pin<Box<dyn Future<Output = Result<Vec<Order>>> + Send + '_>>;
}

impl DynOrders for Database {
    fn large(&self, least: i64) -> Pin<Box<dyn Future<Output = Result<Vec<Order>>> + Send + '_>> {
        Box::pin(Orders::large(self, least))
    }
}

async fn total<O: Orders>(orders: &O) -> Result<i64> {
    Ok(orders.large(0).await?.iter().map(|order| order.total).sum())
}

fn stored(db: Database) -> Box<dyn DynOrders> {
    Box::new(db)
}
