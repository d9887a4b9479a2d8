//! Keys of several columns, keys to other columns than the primary key, has-one, junctions with columns of their own,
//! views, and computed columns.

use std::time::Instant;

use insforge::prelude::*;
use insforge_tests::{Backend, Space};

use super::PATIENCE;

/// A key of two columns; its lines point to it, and to the line that they replace.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "orders", unique(shop, code))]
#[relation(lines: many Line via Line.(shop, number), constraint = "lines_order_fkey")]
#[relation(coded: many Line via Line.(shop, code), key = (shop, code), constraint = "lines_code_fkey")]
#[relation(receipt: one Receipt via Receipt.(shop, number), constraint = "receipts_order_fkey")]
struct Order {
    #[column(pk)]
    shop: String,
    #[column(pk)]
    number: i64,
    code: String,
    /// A function of the row.
    #[column(computed)]
    label: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "lines")]
#[relation(order: one Order via (shop, number), constraint = "lines_order_fkey")]
#[relation(by_code: one Order via (shop, code), key = (shop, code), constraint = "lines_code_fkey")]
struct Line {
    #[column(pk)]
    id: i64,
    shop: String,
    number: i64,
    code: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "receipts")]
#[relation(order: one Order via (shop, number), constraint = "receipts_order_fkey")]
struct Receipt {
    #[column(pk)]
    shop: String,
    #[column(pk)]
    number: i64,
    total: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "people")]
#[relation(teams: many Team through Member)]
#[relation(memberships: many Member via Member.person_id)]
struct Person {
    #[column(pk)]
    id: i64,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "teams")]
#[relation(people: many Person through Member)]
#[relation(members: many Member via Member.team_id)]
struct Team {
    #[column(pk)]
    id: i64,
    name: String,
}

/// A junction with columns of its own.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "members")]
#[relation(person: one Person via person_id)]
#[relation(team: one Team via team_id)]
struct Member {
    #[column(pk)]
    person_id: i64,
    #[column(pk)]
    team_id: i64,
    role: String,
}

/// A view has the relations of the table that it shows.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "leads", view)]
#[relation(person: one Person via person_id)]
#[relation(team: one Team via team_id)]
struct Lead {
    person_id: Option<i64>,
    team_id: Option<i64>,
}

const SHOP: &str = "
    create table {s}.orders (
        shop text, number bigint, code text not null, primary key (shop, number), unique (shop, code)
    );
    create table {s}.lines (
        id bigint primary key, shop text not null, number bigint not null, code text,
        constraint lines_order_fkey foreign key (shop, number) references {s}.orders (shop, number),
        constraint lines_code_fkey foreign key (shop, code) references {s}.orders (shop, code)
    );
    create table {s}.receipts (
        shop text, number bigint, total int not null, primary key (shop, number),
        constraint receipts_order_fkey foreign key (shop, number) references {s}.orders
    );
    create table {s}.people (id bigint primary key, name text not null);
    create table {s}.teams (id bigint primary key, name text not null);
    create table {s}.members (
        person_id bigint references {s}.people, team_id bigint references {s}.teams, role text not null,
        primary key (person_id, team_id)
    );
    create view {s}.leads as select person_id, team_id from {s}.members where role = 'lead';
    create function {s}.label(o {s}.orders) returns text language sql stable as $$ select o.shop || '/' || o.number $$;
    insert into {s}.orders values ('a', 1, 'x'), ('a', 2, 'y'), ('b', 1, 'x');
    insert into {s}.lines values (1, 'a', 1, null), (2, 'a', 1, 'y'), (3, 'b', 1, 'x');
    insert into {s}.receipts values ('a', 1, 70);
    insert into {s}.people values (1, 'Ann'), (2, 'Bob');
    insert into {s}.teams values (1, 'red'), (2, 'blue');
    insert into {s}.members values (1, 1, 'lead'), (1, 2, 'member'), (2, 1, 'member');
";

async fn shop() -> Space {
    let space = Backend::connect().await.space(SHOP).await;
    let start = Instant::now();
    let db = space.admin().database();
    while let Err(error) = db.from::<Team>().filter(|t| t.people.exists()).exists().await {
        assert!(start.elapsed() < PATIENCE, "the keys do not appear: {error:?}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    space
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Line)]
struct LineId {
    id: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Order)]
struct OrderRow {
    shop: String,
    number: i64,
    #[proj(embed = lines)]
    lines: Vec<LineId>,
    #[proj(embed = coded)]
    coded: Vec<LineId>,
    #[proj(count = lines)]
    line_count: i64,
    #[proj(embed = receipt)]
    receipt: Option<Receipt>,
}

#[tokio::test]
async fn keys_of_two_columns_lead_both_ways_and_two_keys_to_one_table_are_told_apart() {
    let space = shop().await;
    let db = space.admin().database();
    let rows = db
        .from::<Order>()
        .select::<OrderRow>()
        .embed(|e| e.lines, |l| l.order(|l| l.id.asc()))
        .order(|o| (o.shop.asc(), o.number.asc()))
        .all()
        .await
        .expect("rows");
    let ids = |lines: &[LineId]| lines.iter().map(|line| line.id).collect::<Vec<_>>();
    let found: Vec<_> = rows
        .iter()
        .map(|row| {
            let receipt = row.receipt.as_ref().map(|receipt| receipt.total);
            (
                row.shop.as_str(),
                row.number,
                ids(&row.lines),
                ids(&row.coded),
                row.line_count,
                receipt,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a", 1, vec![1, 2], vec![], 2, Some(70)),
            ("a", 2, vec![], vec![2], 0, None),
            ("b", 1, vec![3], vec![3], 1, None),
        ]
    );
    let lines = |filter: fn(&LineCols) -> ReadFilter<Line>| db.from::<Line>().filter(filter).count();
    assert_eq!(
        lines(|l| l.order.any(|o| o.code.eq("x"))).await.expect("a count"),
        3
    );
    assert_eq!(
        lines(|l| l.by_code.any(|o| o.number.eq(2)))
            .await
            .expect("a count"),
        1
    );
    assert_eq!(lines(|l| l.by_code.is_empty()).await.expect("a count"), 1);
    let paid = db
        .from::<Order>()
        .filter(|o| o.receipt.any(|r| r.total.gt(50)))
        .count()
        .await;
    assert_eq!(paid.expect("a count"), 1);
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Member)]
struct Role {
    role: String,
    #[proj(spread = person, column = name)]
    name: Option<String>,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Team)]
struct TeamRow {
    name: String,
    #[proj(embed = people)]
    people: Vec<Person>,
    #[proj(embed = members)]
    members: Vec<Role>,
}

#[tokio::test]
async fn a_junction_is_passed_through_and_read_for_its_own_columns() {
    let space = shop().await;
    let db = space.admin().database();
    let rows = db
        .from::<Team>()
        .select::<TeamRow>()
        .embed(|e| e.people, |p| p.order(|p| p.id.asc()))
        .embed(|e| e.members, |m| m.order(|m| m.person_id.asc()))
        .filter(|t| {
            t.members
                .any(|m| m.role.eq("lead") & m.person.any(|p| p.name.eq("Ann")))
        })
        .all()
        .await
        .expect("rows");
    assert_eq!(rows.len(), 1);
    let names: Vec<&str> = rows[0].people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Ann", "Bob"]);
    let roles: Vec<_> = rows[0]
        .members
        .iter()
        .map(|member| (member.role.as_str(), member.name.as_deref()))
        .collect();
    assert_eq!(roles, [("lead", Some("Ann")), ("member", Some("Bob"))]);
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Lead)]
struct LeadRow {
    #[proj(spread = person, column = name)]
    person: Option<String>,
    #[proj(embed = team)]
    team: Option<Team>,
}

#[tokio::test]
async fn a_view_has_the_relations_of_its_table() {
    let space = shop().await;
    let rows = space
        .admin()
        .database()
        .from::<Lead>()
        .select::<LeadRow>()
        .filter(|l| l.team.any(|t| t.name.eq("red")))
        .all()
        .await
        .expect("rows");
    let red = Team {
        id: 1,
        name: "red".into(),
    };
    assert_eq!(
        rows,
        [LeadRow {
            person: Some("Ann".into()),
            team: Some(red)
        }]
    );
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Order)]
struct Labelled {
    #[proj(column = label)]
    text: Option<String>,
    code: String,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Line)]
struct LineOfLabelled {
    id: i64,
    #[proj(spread = order, column = label)]
    label: Option<String>,
}

#[tokio::test]
async fn a_computed_column_is_selected_filtered_ordered_and_spread() {
    let space = shop().await;
    let db = space.admin().database();
    let rows = db
        .from::<Order>()
        .select::<Labelled>()
        .filter(|o| o.label.like("a/%"))
        .order(|o| o.label.desc())
        .all()
        .await
        .expect("rows");
    let labels: Vec<_> = rows.iter().map(|row| row.text.as_deref()).collect();
    assert_eq!(labels, [Some("a/2"), Some("a/1")]);
    let rows = db
        .from::<Line>()
        .select::<LineOfLabelled>()
        .filter(|l| l.order.any(|o| o.label.eq("b/1")))
        .all()
        .await
        .expect("rows");
    assert_eq!(
        rows,
        [LineOfLabelled {
            id: 3,
            label: Some("b/1".into())
        }]
    );
    let whole = db
        .from::<Order>()
        .order(|o| o.label.asc())
        .all()
        .await
        .expect("rows");
    assert_eq!(whole[0].label.as_deref(), Some("a/1"), "a whole row has it too");
    let tuple = db
        .from::<Order>()
        .select_columns(|o| (o.label, o.number))
        .order(|o| o.label.asc())
        .limit(1)
        .all()
        .await
        .expect("rows");
    assert_eq!(tuple, [(Some("a/1".to_owned()), 1)]);
}

/// A table of another schema, by a view in this one.
#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "owners", view)]
struct Owner {
    id: Option<i64>,
    name: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "things")]
#[relation(owner: one Owner via owner_id, key = id)]
struct Thing {
    #[column(pk)]
    id: i64,
    owner_id: i64,
}

#[derive(Projection, Debug, PartialEq)]
#[projection(Thing)]
struct ThingRow {
    id: i64,
    #[proj(spread = owner, column = name)]
    owner: Option<String>,
}

#[tokio::test]
async fn a_table_of_another_schema_is_reached_by_a_view_beside_and_not_by_itself() {
    let backend = Backend::connect().await;
    let other = backend
        .space(
            "create table {s}.far (id bigint primary key, name text not null);
             insert into {s}.far values (1, 'Ann');",
        )
        .await;
    let sql = "
        create table {s}.things (id bigint primary key, owner_id bigint not null references {o}.far);
        create view {s}.owners as select id, name from {o}.far;
        insert into {s}.things values (7, 1);"
        .replace("{o}", other.schema());
    let space = backend.space(&sql).await;
    let db = space.admin().database();
    let start = Instant::now();
    let rows = loop {
        match db.from::<Thing>().select::<ThingRow>().all().await {
            Ok(rows) => break rows,
            Err(error) => assert!(start.elapsed() < PATIENCE, "the keys do not appear: {error:?}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    let expected = ThingRow {
        id: 7,
        owner: Some("Ann".into()),
    };
    assert_eq!(rows, [expected]);
    let across = db
        .from::<Thing>()
        .raw_select::<serde_json::Value>("id,far(name)")
        .all()
        .await
        .expect_err("no relation across schemas");
    assert_eq!(across.code(), Some("PGRST200"), "{across:?}");
    // The key is gone with its table, before the schema that it points to.
    drop(space);
}
