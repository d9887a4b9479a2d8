//! there is no naming rule `snakecase`: did you mean `snake_case`?
use insforge::prelude::*;

#[derive(PgEnum)]
#[pg_enum(closed, rename_all = "snakecase")]
enum Priority {
    Low,
}

fn main() {}
