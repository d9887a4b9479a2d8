//! Raw identifiers, names of other spellings, and columns named like methods.

use insforge::prelude::*;

#[derive(Table, Debug)]
#[table(name = "Odd names", unique(r#type, r#match))]
struct r#Odd {
    #[column(pk)]
    r#type: i32,
    r#match: String,
    #[column(name = "we\"ird, one")]
    weird: Option<String>,
    write: i32,
    #[column(default)]
    eq: i32,
    clone: i32,
    default: i32,
}

#[test]
fn a_raw_identifier_names_the_bare_column() {
    let names: Vec<_> = Odd::META.columns.iter().map(|column| column.name).collect();
    assert_eq!(
        names,
        ["type", "match", "we\"ird, one", "write", "eq", "clone", "default"]
    );
    let new = NewOdd {
        r#type: 1,
        r#match: String::new(),
        write: 2,
        clone: 3,
        default: 4,
    };
    let _ = new.eq(5).weird("x").r#type(6);
    let _ = <OddPatch as Default>::default().default(1).clone(2);
    let _ = Odd::COLS.r#type.eq(1);
}
