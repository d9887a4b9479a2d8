//! A table can come out of a user's macro.

use insforge::prelude::*;

macro_rules! lookup_table {
    ($name:ident, $table:literal, $value:ty, $kind:ty) => {
        #[derive(Table, Debug)]
        #[table(name = $table)]
        pub struct $name {
            #[column(pk)]
            pub key: i64,
            pub value: $value,
            pub kind: $kind,
        }
    };
}

lookup_table!(Color, "colors", String, Option<i32>);
lookup_table!(Size, "sizes", Vec<i32>, i64);

#[test]
fn both_are_tables() {
    assert_eq!(Color::META.name, "colors");
    let _ = NewColor {
        key: 1,
        value: "red".into(),
    }
    .kind(3);
    let _ = Color::COLS.kind.is_null() & Color::COLS.value.like("r%");
    let _ = NewSize {
        key: 1,
        value: vec![1],
        kind: 2,
    };
    let _ = Size::COLS.value.contains_all([1]);
}
