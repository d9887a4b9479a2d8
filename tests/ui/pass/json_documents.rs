//! JSON columns of a struct, of a map, of anything; paths into them in filters, orders and projections.

use std::collections::BTreeMap;

use insforge::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Default)]
pub struct Address {
    city: String,
    lines: Vec<String>,
}

#[derive(Table, Debug, Clone)]
#[table(name = "customers")]
pub struct Customer {
    #[column(pk)]
    pub id: i64,
    pub address: Json<Address>,
    pub extra: Option<Json<BTreeMap<String, serde_json::Value>>>,
    pub anything: serde_json::Value,
}

#[derive(Projection, Debug)]
#[projection(Customer)]
pub struct Place {
    #[proj(path = address->>"city")]
    city: Option<String>,
    #[proj(path = address->"lines"->0)]
    line: Option<String>,
    #[proj(path = anything->"a b"->"c"->-1)]
    last: Option<Json<Vec<i32>>>,
    #[proj(path = extra->>"n", cast = "int4")]
    number: Option<i32>,
}

#[test]
fn paths_compare_as_text_or_json() {
    let c = Customer::COLS;
    let path = |key: String| c.anything.path(key).path(0).text();
    let _ = path("a".to_owned()).eq("x") & c.address.path("city").text().ilike("b%");
    let _ = c.extra.path("n").json().eq(serde_json::json!(1)) | c.extra.is_null();
    let _ = c.address.eq(Json(Address::default()));
    let _ = (
        c.address.path("city").text().asc(),
        path("b".to_owned()).desc().nulls_first(),
    );
}
