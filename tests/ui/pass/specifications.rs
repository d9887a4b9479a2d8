//! Conditions and orders behind trait objects and in collections.

use std::collections::HashMap;
use std::sync::Arc;

use insforge::prelude::*;
use insforge::query::Order;

#[derive(Table, Debug)]
#[table(name = "tickets")]
pub struct Ticket {
    #[column(pk)]
    pub id: i64,
    pub title: String,
    pub priority: i32,
}

type Condition = Box<dyn Fn(&'static TicketCols) -> Filter<Ticket> + Send + Sync>;

pub trait Specification {
    fn filter(&self) -> Filter<Ticket>;
}

struct Urgent(i32);
struct Titled(String);

impl Specification for Urgent {
    fn filter(&self) -> Filter<Ticket> {
        Ticket::COLS.priority.ge(self.0)
    }
}
impl Specification for Titled {
    fn filter(&self) -> Filter<Ticket> {
        Ticket::COLS.title.icontains(&self.0)
    }
}

fn orders() -> HashMap<&'static str, fn(&'static TicketCols) -> Order<Ticket>> {
    let mut orders: HashMap<_, fn(&'static TicketCols) -> Order<Ticket>> = HashMap::new();
    orders.insert("newest", |t| t.id.desc());
    orders.insert("urgent", |t| t.priority.desc());
    orders
}

#[test]
fn they_are_values_like_others() {
    let all: Vec<Box<dyn Specification>> = vec![Box::new(Urgent(3)), Box::new(Titled("a".into()))];
    let joined = Filter::all(all.iter().map(|spec| spec.filter()));
    let condition: Condition = Box::new(move |t| t.id.gt(1) & joined.clone());
    let shared: Arc<Filter<Ticket>> = Arc::new(condition(Ticket::COLS));
    let _ = (Filter::clone(&shared), orders()["newest"](Ticket::COLS));
}
