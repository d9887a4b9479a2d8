//! What each table can be asked.

use super::condition::{Cond, related};
use super::draw::{Drawn, Sortable, ask, condition, nullable_number, number, sortable, text};
use super::tables::{City, Person, Skill, Team, Visit};
use super::world::World;
use crate::render::source::Source;
use insforge::prelude::*;

/// `relate!(source, world, depth, Person.home -> City, |world, person, city| ..)`
macro_rules! relate {
    ($source:ident, $world:ident, $depth:ident, $table:ident . $relation:ident -> $other:ident,
     |$w:ident, $own:ident, $row:ident| $belongs:expr) => {{
        let inner: Cond<$other> = condition($source, $world, $depth);
        related($table::COLS.$relation, ask($source), inner, |$w, $own, $row| {
            let _ = $w;
            $belongs
        })
    }};
}

pub(super) fn in_team(person: &Person, team: &Team) -> bool {
    person.region == Some(team.region) && person.number == Some(team.number)
}

impl Drawn for Person {
    fn rows(world: &World) -> &[Self] {
        &world.people
    }

    fn leaf(source: &mut Source) -> Cond<Self> {
        let t = Person::COLS;
        match source.below(8) {
            0 => number(source, t.id, |row| Some(row.id)),
            1 => text(source, t.name, |row| Some(row.name.as_str())),
            2 => nullable_number(source, t.age, |row| row.age),
            3 => nullable_number(source, t.work_id, |row| row.work_id),
            4 => nullable_number(source, t.boss_id, |row| row.boss_id),
            5 => Cond::new(t.active.is_true(), |_, row| Some(row.active == Some(true))),
            6 => Cond::new(t.active.is_unknown(), |_, row| Some(row.active.is_none())),
            _ => Cond::new(t.score.gt(0.0), |_, row| row.score.map(|own| own > 0.0)),
        }
    }

    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self> {
        match source.below(7) {
            0 => relate!(source, world, depth, Person.home -> City, |w, own, row| own.home_id == row.id),
            1 => {
                relate!(source, world, depth, Person.work -> City, |w, own, row| own.work_id == Some(row.id))
            }
            2 => {
                relate!(source, world, depth, Person.boss -> Person, |w, own, row| own.boss_id == Some(row.id))
            }
            3 => {
                relate!(source, world, depth, Person.staff -> Person, |w, own, row| row.boss_id == Some(own.id))
            }
            4 => relate!(source, world, depth, Person.team -> Team, |w, own, row| in_team(own, row)),
            5 => relate!(source, world, depth, Person.visits -> Visit, |w, own, row| row.person_id == own.id),
            _ => relate!(source, world, depth, Person.skills -> Skill, |w, own, row| w.linked(own, row)),
        }
    }

    fn columns() -> Vec<Sortable<Self>> {
        vec![
            sortable!(Person.id, |row| Some(row.id.into())),
            sortable!(Person.age, |row| row.age.map(Into::into)),
            sortable!(Person.score, |row| row.score),
            sortable!(Person.home_id, |row| Some(row.home_id.into())),
            sortable!(Person.boss_id, |row| row.boss_id.map(Into::into)),
        ]
    }
}

impl Drawn for City {
    fn rows(world: &World) -> &[Self] {
        &world.cities
    }

    fn leaf(source: &mut Source) -> Cond<Self> {
        let t = City::COLS;
        match source.below(3) {
            0 => number(source, t.id, |row| Some(row.id)),
            1 => text(source, t.name, |row| Some(row.name.as_str())),
            _ => nullable_number(source, t.size, |row| row.size),
        }
    }

    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self> {
        match source.below(3) {
            0 => relate!(source, world, depth, City.residents -> Person, |w, own, row| row.home_id == own.id),
            1 => {
                relate!(source, world, depth, City.workers -> Person, |w, own, row| row.work_id == Some(own.id))
            }
            _ => {
                relate!(source, world, depth, City.visits -> Visit, |w, own, row| row.city_id == Some(own.id))
            }
        }
    }

    fn columns() -> Vec<Sortable<Self>> {
        vec![
            sortable!(City.id, |row| Some(row.id.into())),
            sortable!(City.size, |row| row.size.map(Into::into)),
        ]
    }
}

impl Drawn for Team {
    fn rows(world: &World) -> &[Self] {
        &world.teams
    }

    fn leaf(source: &mut Source) -> Cond<Self> {
        let t = Team::COLS;
        match source.below(3) {
            0 => number(source, t.region, |row| Some(row.region)),
            1 => number(source, t.number, |row| Some(row.number)),
            _ => text(source, t.motto, |row| row.motto.as_deref()),
        }
    }

    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self> {
        relate!(source, world, depth, Team.members -> Person, |w, own, row| in_team(row, own))
    }

    fn columns() -> Vec<Sortable<Self>> {
        vec![
            sortable!(Team.region, |row| Some(row.region.into())),
            sortable!(Team.number, |row| Some(row.number.into())),
        ]
    }

    const KEY: usize = 2;
}

impl Drawn for Visit {
    fn rows(world: &World) -> &[Self] {
        &world.visits
    }

    fn leaf(source: &mut Source) -> Cond<Self> {
        let t = Visit::COLS;
        match source.below(4) {
            0 => number(source, t.person_id, |row| Some(row.person_id)),
            1 => text(source, t.note, |row| row.note.as_deref()),
            2 => nullable_number(source, t.city_id, |row| row.city_id),
            _ => nullable_number(source, t.days, |row| row.days),
        }
    }

    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self> {
        match source.below(2) {
            0 => relate!(source, world, depth, Visit.person -> Person, |w, own, row| own.person_id == row.id),
            _ => relate!(source, world, depth, Visit.city -> City, |w, own, row| own.city_id == Some(row.id)),
        }
    }

    fn columns() -> Vec<Sortable<Self>> {
        vec![
            sortable!(Visit.id, |row| Some(row.id.into())),
            sortable!(Visit.days, |row| row.days.map(Into::into)),
            sortable!(Visit.person_id, |row| Some(row.person_id.into())),
        ]
    }
}

impl Drawn for Skill {
    fn rows(world: &World) -> &[Self] {
        &world.skills
    }

    fn leaf(source: &mut Source) -> Cond<Self> {
        let t = Skill::COLS;
        match source.below(3) {
            0 => number(source, t.id, |row| Some(row.id)),
            1 => text(source, t.label, |row| Some(row.label.as_str())),
            _ => nullable_number(source, t.level, |row| row.level),
        }
    }

    fn related(source: &mut Source, world: &World, depth: usize) -> Cond<Self> {
        relate!(source, world, depth, Skill.people -> Person, |w, own, row| w.linked(row, own))
    }

    fn columns() -> Vec<Sortable<Self>> {
        vec![
            sortable!(Skill.id, |row| Some(row.id.into())),
            sortable!(Skill.level, |row| row.level.map(Into::into)),
        ]
    }
}
