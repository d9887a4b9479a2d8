//! The property itself.

use std::collections::BTreeSet;

use insforge::{Database, ErrorKind};
use insforge_tests::Backend;

use super::arbitrary::sample;
use super::check::Check;
use super::checks;
use super::sample::{SAMPLES, Sample};
use super::source::{Source, cases, seed};

/// Rows in the table at a time.
const ROWS: i32 = 40;
/// Reads of a batch; then come a few writes.
const READS: u64 = 100;
/// Requests under way at a time.
const PARALLEL: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_filter_finds_its_rows_and_no_others_on_reads_and_writes() {
    let (seed, cases) = (seed(), cases(2000));
    let space = Backend::connect().await.space(SAMPLES).await;
    let db = space.admin().database();
    let mut done = 0;
    let mut batch = 0;
    while done < cases {
        let mut source = Source::new(seed, batch);
        done += self::batch(
            &db,
            &mut source,
            &format!("INSFORGE_PROPERTY_SEED={seed}, batch {batch}"),
        )
        .await;
        batch += 1;
    }
    println!("{done} requests in {batch} batches");
}

/// Writes rows, reads them back, and tries filters on them. Returns how many.
async fn batch(db: &Database, source: &mut Source, run: &str) -> u64 {
    let mut rows: Vec<Sample> = (0..ROWS).map(|id| sample(id, source)).collect();
    let written: Vec<Sample> = db
        .insert_many(rows.iter().map(Sample::new_row))
        .returning_all()
        .await
        .unwrap_or_else(|e| panic!("{run}: {e:?}"));
    same_rows(&written, &rows, run);
    let read = db
        .from::<Sample>()
        .order(|t| t.id.asc())
        .all()
        .await
        .expect("rows");
    same_rows(&read, &rows, run);

    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..READS {
        let check = draw(source, &rows, 3);
        let expected = check.expected(&rows);
        if tasks.len() == PARALLEL {
            tasks
                .join_next()
                .await
                .expect("a task")
                .expect("a read that finds its rows");
        }
        let (db, run) = (db.clone(), format!("{run}, read {number}"));
        tasks.spawn(async move { reads(&db, check, expected, &run).await });
    }
    while let Some(task) = tasks.join_next().await {
        task.expect("a read that finds its rows");
    }
    let mut writes = 0;
    while rows.len() > 5 && writes < 20 {
        writes += 1;
        update(db, source, &mut rows, writes, run).await;
        delete(db, source, &mut rows, run).await;
    }
    db.delete::<Sample>()
        .all_rows()
        .execute()
        .await
        .expect("an empty table");
    READS + 2 * u64::try_from(writes).expect("few")
}

fn same_rows(own: &[Sample], expected: &[Sample], run: &str) {
    assert_eq!(own.len(), expected.len(), "{run}");
    for (own, expected) in own.iter().zip(expected) {
        assert_eq!(own, expected, "{run}");
    }
}

/// A filter of some row's values, or several of them in a tree.
fn draw(source: &mut Source, rows: &[Sample], depth: usize) -> Check {
    let check = match source.below(if depth == 0 { 3 } else { 5 }) {
        0..=2 => {
            let row = source.pick(rows).clone();
            source.pick(&checks::of(&row)).clone()
        }
        kind => {
            let parts = (0..1 + source.below(3))
                .map(|_| draw(source, rows, depth - 1))
                .collect();
            Check::group(parts, kind == 3)
        }
    };
    if source.below(3) == 0 {
        check.negated()
    } else {
        check
    }
}

async fn reads(db: &Database, check: Check, expected: Vec<i32>, run: &str) {
    let filter = check.filter;
    let found = match db.from::<Sample>().filter(|_| filter.clone()).all().await {
        Err(error) if error.kind() == ErrorKind::UrlTooLong => return,
        found => found.unwrap_or_else(|error| panic!("{run}: {error:?}\n{filter:?}")),
    };
    assert_eq!(
        ids(&found),
        expected.iter().copied().collect(),
        "{run}: {filter:?}"
    );
}

fn ids(rows: &[Sample]) -> BTreeSet<i32> {
    rows.iter().map(|row| row.id).collect()
}

/// Touches the rows of a filter, counted or returned.
async fn update(db: &Database, source: &mut Source, rows: &mut [Sample], mark: i32, run: &str) {
    let check = draw(source, rows, 2);
    let expected = check.expected(rows);
    let filter = check.filter.clone();
    let write = db
        .update::<Sample>()
        .set(|t| t.touched.to(mark))
        .filter(|_| filter.clone());
    let failed = |error: &insforge::Error| format!("{run}: update: {error:?}\n{filter:?}");
    match write.to_request() {
        // A constant, or more than a URL takes.
        Err(_) => return,
        Ok(request) if request.target().len() > 7000 => return,
        Ok(_) => {}
    }
    for row in rows.iter_mut().filter(|row| expected.contains(&row.id)) {
        row.touched = mark;
    }
    if source.below(2) == 0 {
        let touched = write
            .execute()
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&error)));
        assert_eq!(
            touched.rows(),
            u64::try_from(expected.len()).expect("few"),
            "{run}: {filter:?}"
        );
    } else {
        let returned: Vec<Sample> = write
            .returning_all()
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&error)));
        assert_eq!(
            ids(&returned),
            expected.iter().copied().collect(),
            "{run}: {filter:?}"
        );
    }
    let now = db
        .from::<Sample>()
        .order(|t| t.id.asc())
        .all()
        .await
        .expect("rows");
    same_rows(&now, rows, run);
}

/// Deletes the rows of a filter that keeps few, and sees that the others stay.
async fn delete(db: &Database, source: &mut Source, rows: &mut Vec<Sample>, run: &str) {
    let check = draw(source, rows, 2);
    let expected = check.expected(rows);
    if expected.len() * 3 > rows.len() {
        return;
    }
    let filter = check.filter.clone();
    let write = db.delete::<Sample>().filter(|_| filter.clone());
    match write.to_request() {
        Err(_) => return,
        Ok(request) if request.target().len() > 7000 => return,
        Ok(_) => {}
    }
    let failed = |error: &insforge::Error| format!("{run}: delete: {error:?}\n{filter:?}");
    let gone: BTreeSet<i32> = expected.into_iter().collect();
    if source.below(2) == 0 {
        let deleted = write
            .execute()
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&error)));
        assert_eq!(
            deleted.rows(),
            u64::try_from(gone.len()).expect("few"),
            "{run}: {filter:?}"
        );
    } else {
        let returned: Vec<Sample> = write
            .returning_all()
            .await
            .unwrap_or_else(|error| panic!("{}", failed(&error)));
        assert_eq!(ids(&returned), gone, "{run}: {filter:?}");
    }
    rows.retain(|row| !gone.contains(&row.id));
    let left = db
        .from::<Sample>()
        .order(|t| t.id.asc())
        .all()
        .await
        .expect("rows");
    same_rows(&left, rows, run);
}
