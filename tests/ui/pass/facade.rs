//! A crate that re-exports the SDK says where it is.

/// As a crate of the company's would.
mod sdk {
    pub(crate) use ::insforge as client;
}

use sdk::client::prelude::*;

#[derive(Table, Debug)]
#[table(name = "todos", crate = "crate::pass::facade::sdk::client")]
struct Todo {
    #[column(pk)]
    id: TodoId,
    state: State,
}

#[derive(PgValue, Debug)]
#[pg_value(crate = "::insforge")]
struct TodoId(i64);

#[derive(PgEnum, Debug)]
#[pg_enum(closed, crate = "crate::pass::facade::sdk::client")]
enum State {
    Open,
}

#[test]
fn the_table_is_the_sdks() {
    let new = NewTodo {
        id: TodoId(1),
        state: State::Open,
    };
    let _ = (new, Todo::COLS.id.eq(TodoId(1)), |todo: Todo| {
        (todo.id.0, todo.state)
    });
}
