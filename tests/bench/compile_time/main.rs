//! What the derives cost: `cargo check` of 100 generated tables of 20 columns with their queries, against the same
//! work by hand, side by side in one run. See `tests/bench/README.md` for the figures.

mod by_hand;
mod checked;
mod shape;
mod typed;

use checked::Crate;

/// At most this many times what the same work by hand takes.
const MOST: f64 = 1.0;
/// Pairs of measurements at most; the quickest of each counts, since noise only adds.
const ROUNDS: usize = 5;
/// A ratio that needs no second look.
const CLEAR: f64 = 0.9 * MOST;

#[test]
fn a_hundred_tables_check_as_quickly_as_structs_by_hand() {
    let typed = Crate::write("typed", "insforge", typed::source());
    let by_hand = Crate::write("by_hand", "serde", by_hand::source());
    let (mut ours, mut theirs) = (f64::INFINITY, f64::INFINITY);
    for round in 1..=ROUNDS {
        let pair = (typed.check(), by_hand.check());
        println!("round {round}: typed {:.2} s, by hand {:.2} s", pair.0, pair.1);
        ours = ours.min(pair.0);
        theirs = theirs.min(pair.1);
        if ours <= CLEAR * theirs {
            break;
        }
    }
    let ratio = ours / theirs;
    println!(
        "{} tables x {} columns: typed {ours:.2} s, by hand {theirs:.2} s, ratio {ratio:.2} (at most {MOST:.2})",
        shape::TABLES,
        shape::COLUMNS.len()
    );
    assert!(
        ratio <= MOST,
        "the derives cost {ratio:.2} times what structs by hand do, at most {MOST:.2} is asked"
    );
}
