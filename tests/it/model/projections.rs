//! A family of projections: what a query reads of a row and of its relations, and what the model says it reads.

use insforge::prelude::*;
use insforge::query::Query;

use super::asked::in_team;
use super::scope::Narrow;
use super::tables::{City, Person, Skill, Team, Visit};
use super::world::World;
use crate::render::source::Source;

/// A projection of `T` with scopes for what it embeds.
pub(super) trait Shape<T>: Projection<T> + std::fmt::Debug + PartialEq + Send + 'static {
    type Scopes: Send + Sync;

    fn scopes(source: &mut Source, world: &World) -> Self::Scopes;

    fn narrow(query: Query<T, Self>, scopes: &Self::Scopes) -> Query<T, Self>;

    /// What is read of the row; `None` when an inner join leaves it out.
    fn expected(row: &T, world: &World, scopes: &Self::Scopes) -> Option<Self>;

    /// Whether PostgREST's count sees which rows an inner join leaves out: it does not look at windows of embeds.
    fn counted(_: &Self::Scopes) -> bool {
        true
    }
}

impl Shape<Person> for Person {
    type Scopes = ();

    fn scopes(_: &mut Source, _: &World) {}

    fn narrow(query: Query<Person, Self>, (): &()) -> Query<Person, Self> {
        query
    }

    fn expected(row: &Person, _: &World, (): &()) -> Option<Self> {
        Some(row.clone())
    }
}

#[derive(Projection, Debug, Clone, PartialEq)]
#[projection(Visit)]
pub(super) struct Trip {
    id: i32,
    days: Option<i32>,
    #[proj(embed = city)]
    city: Option<City>,
}

impl Trip {
    fn of(visit: &Visit, world: &World, city: &Narrow<City>) -> Self {
        Self {
            id: visit.id,
            days: visit.days,
            city: one(city.embedded(world, |city| visit.city_id == Some(city.id))),
        }
    }
}

#[derive(Projection, Debug, Clone, PartialEq)]
#[projection(Person)]
pub(super) struct Name {
    id: i32,
    name: String,
}

impl Name {
    fn of(person: &Person) -> Self {
        Self {
            id: person.id,
            name: person.name.clone(),
        }
    }
}

fn one<T: Clone>(rows: Vec<&T>) -> Option<T> {
    rows.into_iter().next().cloned()
}

/// Everything that a person is related to.
#[derive(Projection, Debug, PartialEq)]
#[projection(Person)]
pub(super) struct Card {
    id: i32,
    #[proj(column = name)]
    title: String,
    #[proj(embed = home)]
    home: Option<City>,
    #[proj(embed = work)]
    work: Option<City>,
    #[proj(embed = boss)]
    boss: Option<Name>,
    #[proj(embed = staff)]
    staff: Vec<Name>,
    #[proj(embed = team)]
    team: Option<Team>,
    #[proj(embed = visits)]
    visits: Vec<Trip>,
    #[proj(embed = skills)]
    skills: Vec<Skill>,
    #[proj(count = visits)]
    visit_count: i64,
    #[proj(count = skills)]
    skill_count: i64,
}

pub(super) struct CardScopes {
    home: Narrow<City>,
    work: Narrow<City>,
    boss: Narrow<Person>,
    staff: Narrow<Person>,
    team: Narrow<Team>,
    visits: Narrow<Visit>,
    trip_city: Narrow<City>,
    skills: Narrow<Skill>,
}

fn length<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).expect("a small number")
}

impl Shape<Person> for Card {
    type Scopes = CardScopes;

    fn scopes(source: &mut Source, world: &World) -> CardScopes {
        CardScopes {
            home: Narrow::of_one(source, world, 1),
            work: Narrow::of_one(source, world, 1),
            boss: Narrow::of_one(source, world, 1),
            staff: Narrow::random(source, world, 1),
            team: Narrow::of_one(source, world, 1),
            visits: Narrow::random(source, world, 1),
            trip_city: Narrow::of_one(source, world, 1),
            skills: Narrow::random(source, world, 1),
        }
    }

    fn narrow(query: Query<Person, Self>, scopes: &CardScopes) -> Query<Person, Self> {
        query
            .embed(|e| e.home, |s| scopes.home.of_scope(s))
            .embed(|e| e.work, |s| scopes.work.of_scope(s))
            .embed(|e| e.boss, |s| scopes.boss.of_scope(s))
            .embed(|e| e.staff, |s| scopes.staff.of_scope(s))
            .embed(|e| e.team, |s| scopes.team.of_scope(s))
            .embed(
                |e| e.visits,
                |s| {
                    scopes
                        .visits
                        .of_scope(s)
                        .embed(|e| e.city, |s| scopes.trip_city.of_scope(s))
                },
            )
            .embed(|e| e.skills, |s| scopes.skills.of_scope(s))
    }

    fn expected(row: &Person, world: &World, scopes: &CardScopes) -> Option<Self> {
        let visits: Vec<_> = world
            .visits
            .iter()
            .filter(|visit| visit.person_id == row.id)
            .collect();
        let skills: Vec<_> = world
            .skills
            .iter()
            .filter(|skill| world.linked(row, skill))
            .collect();
        Some(Self {
            id: row.id,
            title: row.name.clone(),
            home: one(scopes.home.embedded(world, |city| row.home_id == city.id)),
            work: one(scopes.work.embedded(world, |city| row.work_id == Some(city.id))),
            boss: one(scopes.boss.embedded(world, |boss| row.boss_id == Some(boss.id)))
                .map(|boss| Name::of(&boss)),
            staff: scopes
                .staff
                .embedded(world, |other| other.boss_id == Some(row.id))
                .into_iter()
                .map(Name::of)
                .collect(),
            team: one(scopes.team.embedded(world, |team| in_team(row, team))),
            visits: scopes
                .visits
                .embedded(world, |visit| visit.person_id == row.id)
                .into_iter()
                .map(|visit| Trip::of(visit, world, &scopes.trip_city))
                .collect(),
            skills: scopes
                .skills
                .embedded(world, |skill| world.linked(row, skill))
                .into_iter()
                .cloned()
                .collect(),
            visit_count: length(&visits),
            skill_count: length(&skills),
        })
    }
}

/// Only people who work in a city that meets a condition, and who made such visits.
#[derive(Projection, Debug, PartialEq)]
#[projection(Person)]
pub(super) struct Commuter {
    id: i32,
    #[proj(embed = work, inner)]
    work: City,
    #[proj(embed = visits, inner)]
    visits: Vec<Trip>,
}

impl Shape<Person> for Commuter {
    type Scopes = (Narrow<City>, Narrow<Visit>, Narrow<City>);

    fn scopes(source: &mut Source, world: &World) -> Self::Scopes {
        (
            Narrow::of_one(source, world, 1),
            Narrow::random(source, world, 1),
            Narrow::of_one(source, world, 0),
        )
    }

    fn narrow(query: Query<Person, Self>, (work, visits, city): &Self::Scopes) -> Query<Person, Self> {
        query.embed(|e| e.work, |s| work.of_scope(s)).embed(
            |e| e.visits,
            |s| visits.of_scope(s).embed(|e| e.city, |s| city.of_scope(s)),
        )
    }

    fn expected(row: &Person, world: &World, (work, visits, city): &Self::Scopes) -> Option<Self> {
        let trips: Vec<Trip> = visits
            .embedded(world, |visit| visit.person_id == row.id)
            .into_iter()
            .map(|visit| Trip::of(visit, world, city))
            .collect();
        Some(Self {
            id: row.id,
            work: one(work.embedded(world, |city| row.work_id == Some(city.id)))?,
            visits: (!trips.is_empty()).then_some(trips)?,
        })
    }

    fn counted((_, visits, _): &Self::Scopes) -> bool {
        visits.limit.is_none() && visits.offset.is_none()
    }
}

/// A table with a key of two columns, from its own side.
#[derive(Projection, Debug, PartialEq)]
#[projection(Team)]
pub(super) struct Roster {
    region: i32,
    number: i32,
    #[proj(embed = members)]
    members: Vec<Name>,
    #[proj(count = members)]
    count: i64,
}

impl Shape<Team> for Roster {
    type Scopes = Narrow<Person>;

    fn scopes(source: &mut Source, world: &World) -> Self::Scopes {
        Narrow::random(source, world, 2)
    }

    fn narrow(query: Query<Team, Self>, scopes: &Self::Scopes) -> Query<Team, Self> {
        query.embed(|e| e.members, |s| scopes.of_scope(s))
    }

    fn expected(row: &Team, world: &World, scopes: &Self::Scopes) -> Option<Self> {
        let all: Vec<_> = world
            .people
            .iter()
            .filter(|person| in_team(person, row))
            .collect();
        Some(Self {
            region: row.region,
            number: row.number,
            members: scopes
                .embedded(world, |person| in_team(person, row))
                .into_iter()
                .map(Name::of)
                .collect(),
            count: length(&all),
        })
    }
}

/// Both keys from one table to another, from the other's side.
#[derive(Projection, Debug, PartialEq)]
#[projection(City)]
pub(super) struct Town {
    name: String,
    #[proj(embed = residents)]
    residents: Vec<Name>,
    #[proj(embed = workers, inner)]
    workers: Vec<Name>,
}

impl Shape<City> for Town {
    type Scopes = (Narrow<Person>, Narrow<Person>);

    fn scopes(source: &mut Source, world: &World) -> Self::Scopes {
        (Narrow::random(source, world, 2), Narrow::random(source, world, 1))
    }

    fn narrow(query: Query<City, Self>, (residents, workers): &Self::Scopes) -> Query<City, Self> {
        query
            .embed(|e| e.residents, |s| residents.of_scope(s))
            .embed(|e| e.workers, |s| workers.of_scope(s))
    }

    fn expected(row: &City, world: &World, (residents, workers): &Self::Scopes) -> Option<Self> {
        let names = |scope: &Narrow<Person>, belongs: &dyn Fn(&Person) -> bool| -> Vec<Name> {
            scope.embedded(world, belongs).into_iter().map(Name::of).collect()
        };
        let working = names(workers, &|person| person.work_id == Some(row.id));
        Some(Self {
            name: row.name.clone(),
            residents: names(residents, &|person| person.home_id == row.id),
            workers: (!working.is_empty()).then_some(working)?,
        })
    }

    fn counted((_, workers): &Self::Scopes) -> bool {
        workers.limit.is_none() && workers.offset.is_none()
    }
}
