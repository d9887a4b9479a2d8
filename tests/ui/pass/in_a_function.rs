//! A table can be declared where it is used.

#[test]
fn a_table_of_a_functions_own() {
    use insforge::prelude::*;

    #[derive(Table)]
    #[table(name = "todos")]
    struct Todo {
        #[column(pk)]
        id: i64,
        title: Option<String>,
    }

    let draft = NewTodo { id: 1 }.title("x");
    let filter = Todo::COLS.title.is_null() | Todo::COLS.id.gt(3);
    let _ = (draft, filter, |todo: Todo| (todo.id, todo.title));
}
