//! Two foreign keys to one table are two relations, and a key to another column than the primary one is a third.

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "airports", unique(code))]
#[relation(departures: many Flight via Flight.from_id)]
#[relation(arrivals: many Flight via Flight.to_id)]
pub struct Airport {
    #[column(pk)]
    pub id: i32,
    pub code: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "flights")]
#[relation(from: one Airport via from_id)]
#[relation(to: one Airport via to_id, constraint = "flights_to_fkey")]
#[relation(base: one Airport via base_code, key = code)]
pub struct Flight {
    #[column(pk)]
    pub id: i64,
    pub from_id: i32,
    pub to_id: Option<i32>,
    pub base_code: String,
}

#[derive(Projection, Debug)]
#[projection(Flight)]
pub struct Leg {
    #[proj(embed = from)]
    from: Option<Airport>,
    #[proj(embed = to, inner)]
    to: Airport,
}

#[test]
fn they_are_told_apart() {
    let f = Flight::COLS;
    let filter = f.from.any(|a| a.code.eq("FRA")) & f.to.none(|a| a.code.eq("JFK")) & f.base.exists();
    let _ = !filter;
}
