//! Two ways of doing one thing, measured in turns: a load on the machine meets both.

use std::time::{Duration, Instant};

/// How many rounds; each measures every side once, in an order that turns.
const ROUNDS: usize = 41;

/// One way of doing it: does it `n` times and returns how long that took.
pub(crate) type Side<'a> = Box<dyn FnMut(usize) -> Duration + 'a>;

/// A side that is a plain function of no arguments.
pub(crate) fn repeated<'a, T>(mut once: impl FnMut() -> T + 'a) -> Side<'a> {
    Box::new(move |times| {
        let start = Instant::now();
        for _ in 0..times {
            std::hint::black_box(once());
        }
        start.elapsed()
    })
}

/// The quickest round of each side, for one repetition.
pub(crate) fn quickest<const N: usize>(times: usize, mut sides: [Side<'_>; N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for side in &mut sides {
        side(times); // caches, pools, the branch predictor
    }
    for round in 0..ROUNDS {
        for turn in 0..N {
            let which = (round + turn) % N;
            let took = sides[which](times);
            best[which] = best[which].min(took);
        }
    }
    best.map(|total| total / u32::try_from(times).unwrap_or(u32::MAX))
}
