//! `Search` is not the call of a database function

struct Search;

fn demo(db: &insforge::Database) {
    let _ = db.call(Search);
}

fn main() {}
