//! The property itself.

use std::time::{Duration, Instant};

use insforge::{Database, ErrorKind, Projection, Query};
use insforge_tests::Backend;

use super::draw::{self, Drawn};
use super::projections::{Card, Commuter, Roster, Shape, Town};
use super::scope::Narrow;
use super::tables::{City, Person, Skill, TABLES, Team, Visit};
use super::world::World;
use crate::render::source::{Source, cases, seed};

/// Queries of one data set.
const QUERIES: u64 = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_query_reads_what_its_model_reads() {
    let (seed, cases) = (seed(), cases(1500));
    let space = Backend::connect().await.space(TABLES).await;
    let db = space.admin().database();
    keys_appear(&db).await;
    let mut done = 0;
    let mut batch = 0;
    while done < cases {
        let mut source = Source::new(seed, batch);
        let world = World::random(&mut source);
        world.store(&db).await;
        for number in 0..QUERIES {
            let run = format!("INSFORGE_PROPERTY_SEED={seed}, batch {batch}, query {number}");
            query(&db, &mut source, &world, &run).await;
        }
        done += QUERIES;
        batch += 1;
    }
    println!("{done} queries on {batch} data sets");
}

/// PostgREST answers for a new schema before it knows the foreign keys in it.
async fn keys_appear(db: &Database) {
    const PATIENCE: Duration = Duration::from_secs(20);
    let start = Instant::now();
    while let Err(error) = db
        .from::<Skill>()
        .filter(|s| s.people.any(|p| p.team.exists()))
        .exists()
        .await
    {
        assert!(start.elapsed() < PATIENCE, "the keys do not appear: {error:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn query(db: &Database, source: &mut Source, world: &World, run: &str) {
    match source.below(10) {
        0..=1 => rows::<Person, Person>(db, source, world, run).await,
        2..=3 => rows::<Person, Card>(db, source, world, run).await,
        4 => rows::<Person, Commuter>(db, source, world, run).await,
        5 => rows::<Team, Roster>(db, source, world, run).await,
        6 => rows::<City, Town>(db, source, world, run).await,
        7 => counts::<Visit>(db, source, world, run).await,
        8 => counts::<Skill>(db, source, world, run).await,
        _ => counts::<Team>(db, source, world, run).await,
    }
}

/// The rows of a query in their order, and how many there are without its window.
async fn rows<T: Drawn, P: Shape<T>>(db: &Database, source: &mut Source, world: &World, run: &str) {
    let narrow = Narrow::<T>::random(source, world, 3);
    let scopes = P::scopes(source, world);
    let kept: Vec<P> = narrow
        .kept(world, |_| true)
        .into_iter()
        .filter_map(|row| P::expected(row, world, &scopes))
        .collect();
    let total = u64::try_from(kept.len()).expect("a small number");
    let expected = narrow.window(kept);

    let query = P::narrow(narrow.of_query(db.from::<T>().select::<P>()), &scopes);
    let told = told(run, &query);
    if source.below(3) > 0 || !P::counted(&scopes) {
        match query.all().await {
            Err(error) if error.kind() == ErrorKind::UrlTooLong => {}
            found => assert_eq!(
                found.unwrap_or_else(|error| panic!("{error:?} {:?}\n{told}", error.details())),
                expected,
                "{told}"
            ),
        }
    } else {
        match query.page().await {
            Err(error) if error.kind() == ErrorKind::UrlTooLong => {}
            found => {
                let page = found.unwrap_or_else(|error| panic!("{error:?} {:?}\n{told}", error.details()));
                assert_eq!(page.rows, expected, "{told}");
                assert_eq!(page.total, Some(total), "the total: {told}");
            }
        }
    }
}

/// How many rows meet a condition, and whether any does.
async fn counts<T: Drawn + Projection<T>>(db: &Database, source: &mut Source, world: &World, run: &str) {
    let condition = draw::condition::<T>(source, world, 3);
    let kept = T::rows(world)
        .iter()
        .filter(|row| condition.keeps(world, row))
        .count();
    let query = db.from::<T>().filter(|_| condition.filter.clone());
    let told = told(run, &query);
    if source.below(2) == 0 {
        let found = query
            .count()
            .await
            .unwrap_or_else(|error| panic!("{error:?} {:?}\n{told}", error.details()));
        assert_eq!(found, u64::try_from(kept).expect("a small number"), "{told}");
    } else {
        let found = query
            .exists()
            .await
            .unwrap_or_else(|error| panic!("{error:?} {:?}\n{told}", error.details()));
        assert_eq!(found, kept > 0, "{told}");
    }
}

/// The run and the request, for the message of a failure.
fn told<T: Drawn, P: Projection<T>>(run: &str, query: &Query<T, P>) -> String {
    match query.to_request() {
        Ok(request) => format!("{run}\n{}", request.target()),
        Err(error) => format!("{run}\n{error:?}"),
    }
}
