//! Whole reads: target, headers, select, order, page, count, schema.

use http::Method;

use super::things::{Everything, Thing, database};
use super::{header, pairs, understood};
use crate::query::Count;
use crate::query::render::{self, ReadPlan, ReadShape};
use crate::schema::{Projection, Table};

#[test]
fn a_read_of_everything_is_a_get_of_its_columns_that_asks_for_their_number() {
    let request = database().from::<Thing>().to_request().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.target(),
        "/api/database/records/things?select=id::text,title"
    );
    assert_eq!(header(&request, "prefer"), Some("count=exact"));
    assert!(request.headers().len() == 1 && request.body().is_none() && request.is_idempotent());
}

#[test]
fn a_read_with_a_limit_is_a_get_and_nothing_more() {
    let request = database().from::<Thing>().limit(3).to_request().unwrap();
    assert!(request.headers().is_empty() && request.body().is_none() && request.is_idempotent());
}

#[test]
fn aliases_casts_and_odd_names_are_selected() {
    let request = database()
        .from::<Thing>()
        .select::<Everything>()
        .to_request()
        .unwrap();
    let select = r#"select=id::text,"my:title":title,"limit",o:"we\"ird, \\one"::_text"#;
    assert_eq!(pairs(&request), [select]);
    assert_eq!(
        understood(&request).select.unwrap()[3].field.name,
        "we\"ird, \\one"
    );
}

#[test]
fn order_limit_and_offset_are_parameters() {
    let request = database()
        .from::<Thing>()
        .order(|t| (t.age.desc().nulls_last(), t.title.asc().nulls_first()))
        .order(|t| t.meta.path("a").path(0).text().desc())
        .limit(5)
        .offset(7)
        .to_request()
        .unwrap();
    let expected = [
        "select=id::text,title",
        "order=age.desc.nullslast,title.asc.nullsfirst,meta->a->>0.desc",
        "limit=5",
        "offset=7",
    ];
    assert_eq!(pairs(&request), expected);
    understood(&request);
    assert!(request.headers().get("range").is_none());
}

#[test]
fn no_rows_have_no_offset_which_postgrest_refuses_beside_them() {
    let request = database()
        .from::<Thing>()
        .limit(0)
        .offset(7)
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request), ["select=id::text,title", "limit=0"]);
}

#[test]
fn several_filters_are_folded_into_one_parameter() {
    let request = database()
        .from::<Thing>()
        .filter(|t| t.age.ge(1))
        .filter(|t| t.age.le(9))
        .filter_opt(Some("x"), |t, x| t.title.eq(x))
        .filter_opt(None::<&str>, |t, x| t.title.eq(x))
        .by_key(7)
        .to_request()
        .unwrap();
    assert_eq!(pairs(&request)[1], "and=(age.gte.1,age.lte.9,title.eq.x,id.eq.7)");
    assert_eq!(
        request.target(),
        "/api/database/records/things?select=id::text,title&and=(age.gte.1,age.lte.9,title.eq.x,id.eq.7)"
    );
}

#[test]
fn the_value_of_a_filter_is_percent_encoded_once() {
    let request = database()
        .from::<Thing>()
        .filter(|t| t.title.eq("50% & + # ü]="))
        .to_request()
        .unwrap();
    let end = "title=eq.50%25%20%26%20%2B%20%23%20%C3%BC%5D%3D";
    assert!(request.target().ends_with(end), "{}", request.target());
}

#[test]
fn a_value_with_a_bracket_and_an_equals_sign_is_no_filter_of_its_own() {
    let request = database()
        .delete::<Thing>()
        .filter(|t| t.title.eq("x]=not.is.null"))
        .to_request()
        .unwrap();
    assert_eq!(request.query(), "title=eq.x%5D%3Dnot.is.null");
    assert_eq!(understood(&request).conditions.len(), 1);
}

#[test]
fn a_total_is_a_preference() {
    for (count, preference) in [
        (Count::Exact, "count=exact"),
        (Count::Planned, "count=planned"),
        (Count::Estimated, "count=estimated"),
    ] {
        let request = database()
            .from::<Thing>()
            .with_total(count)
            .limit(5)
            .to_request()
            .unwrap();
        assert_eq!(header(&request, "prefer"), Some(preference));
    }
}

#[test]
fn a_schema_is_a_header_of_reads() {
    let request = database().from::<Thing>().schema("crm").to_request().unwrap();
    assert_eq!(header(&request, "accept-profile"), Some("crm"));
    let request = database().schema("crm").from::<Thing>().to_request().unwrap();
    assert_eq!(header(&request, "accept-profile"), Some("crm"));
    for odd in ["", "größe", "a\nb"] {
        let error = database().from::<Thing>().schema(odd).to_request().unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Request, "{odd:?}");
    }
}

fn plan() -> ReadPlan {
    let conditions = vec![Thing::COLS.age.eq(1).node];
    ReadPlan {
        conditions,
        limit: Some(3),
        offset: Some(2),
        ..ReadPlan::new(Thing::META, None)
    }
}

#[test]
fn a_count_is_a_head_without_limit() {
    let mut plan = plan();
    plan.count = Some(Count::Exact);
    let request = render::count(&plan, Method::HEAD).unwrap();
    assert_eq!(
        (request.method().as_str(), pairs(&request)),
        ("HEAD", vec!["select=id".into(), "age=eq.1".into()])
    );
    assert_eq!(header(&request, "prefer"), Some("count=exact"));
    let request = render::count(&plan, Method::GET).unwrap();
    assert_eq!(pairs(&request), ["select=id", "age=eq.1", "limit=0"]);
}

#[test]
fn an_existence_is_one_column_of_one_row() {
    let request = render::exists(&plan()).unwrap();
    assert_eq!(pairs(&request), ["select=id", "age=eq.1", "limit=1"]);
}

#[test]
fn a_singular_read_says_so_in_its_accept_header() {
    let request = render::select_rows(&plan(), Thing::SELECT, ReadShape::Singular).unwrap();
    assert_eq!(
        header(&request, "accept"),
        Some("application/vnd.pgrst.object+json")
    );
}
