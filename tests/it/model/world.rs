//! The rows of all tables, and which of them belong together.

use insforge::Database;

use super::tables::{
    City, NewCity, NewPerson, NewPersonSkill, NewSkill, NewTeam, NewVisit, Person, PersonSkill, Skill, Team,
    Visit,
};
use crate::render::source::Source;

/// A data set.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub people: Vec<Person>,
    pub cities: Vec<City>,
    pub teams: Vec<Team>,
    pub visits: Vec<Visit>,
    pub skills: Vec<Skill>,
    pub links: Vec<PersonSkill>,
}

/// Few, so that values meet; some hostile to a grammar.
pub(super) const TEXTS: [&str; 12] = [
    "ann",
    "Ann",
    "bob",
    "",
    "null",
    "a,b",
    "x(1)",
    "\"q\"",
    "b\\s",
    "100%",
    "é*",
    "a.b=eq.1&and=()",
];

fn maybe(source: &mut Source, end: usize) -> Option<i32> {
    match source.below(end + 2) {
        number if number < end => Some(small(number)),
        _ => None,
    }
}

pub(super) fn small(number: usize) -> i32 {
    i32::try_from(number).expect("a small number")
}

fn text(source: &mut Source) -> String {
    (*source.pick(&TEXTS)).to_owned()
}

fn maybe_text(source: &mut Source) -> Option<String> {
    (source.below(3) > 0).then(|| text(source))
}

impl World {
    /// Rows of random values and random keys, NULL where they can be.
    pub(super) fn random(source: &mut Source) -> Self {
        let cities: Vec<City> = (0..1 + small(source.below(6)))
            .map(|id| City {
                id,
                name: text(source),
                size: maybe(source, 4),
            })
            .collect();
        let teams: Vec<Team> = (0..small(source.below(5)))
            .map(|id| Team {
                region: id / 2,
                number: id % 2,
                motto: maybe_text(source),
            })
            .collect();
        let people: Vec<Person> = (0..2 + small(source.below(14)))
            .map(|id| person(id, source, cities.len(), &teams))
            .collect();
        let visits = (0..small(source.below(25)))
            .map(|id| Visit {
                id,
                person_id: small(source.below(people.len())),
                city_id: maybe(source, cities.len()),
                days: maybe(source, 4),
                note: maybe_text(source),
            })
            .collect();
        let skills: Vec<Skill> = (0..small(source.below(6)))
            .map(|id| Skill {
                id,
                label: text(source),
                level: maybe(source, 3),
            })
            .collect();
        let mut links = Vec::new();
        for person in &people {
            for skill in &skills {
                if source.below(3) == 0 {
                    links.push(PersonSkill {
                        person_id: person.id,
                        skill_id: skill.id,
                    });
                }
            }
        }
        Self {
            people,
            cities,
            teams,
            visits,
            skills,
            links,
        }
    }

    /// Puts it in the place of the data set that is there.
    pub(super) async fn store(&self, db: &Database) {
        let failed = "a data set";
        db.delete::<Visit>().all_rows().execute().await.expect(failed);
        db.delete::<PersonSkill>()
            .all_rows()
            .execute()
            .await
            .expect(failed);
        db.delete::<Skill>().all_rows().execute().await.expect(failed);
        db.delete::<Person>().all_rows().execute().await.expect(failed);
        db.delete::<Team>().all_rows().execute().await.expect(failed);
        db.delete::<City>().all_rows().execute().await.expect(failed);
        let cities = self.cities.iter().cloned().map(|row| {
            NewCity {
                id: row.id,
                name: row.name,
            }
            .size(row.size)
        });
        db.insert_many(cities).execute().await.expect(failed);
        let teams = self.teams.iter().cloned().map(|row| {
            NewTeam {
                region: row.region,
                number: row.number,
            }
            .motto(row.motto)
        });
        db.insert_many(teams).execute().await.expect(failed);
        let people = self.people.iter().cloned().map(|row| {
            NewPerson {
                id: row.id,
                name: row.name,
                home_id: row.home_id,
            }
            .age(row.age)
            .score(row.score)
            .active(row.active)
            .work_id(row.work_id)
            .boss_id(row.boss_id)
            .region(row.region)
            .number(row.number)
        });
        db.insert_many(people).execute().await.expect(failed);
        let visits = self.visits.iter().cloned().map(|row| {
            NewVisit {
                id: row.id,
                person_id: row.person_id,
            }
            .city_id(row.city_id)
            .days(row.days)
            .note(row.note)
        });
        db.insert_many(visits).execute().await.expect(failed);
        let skills = self.skills.iter().cloned().map(|row| {
            NewSkill {
                id: row.id,
                label: row.label,
            }
            .level(row.level)
        });
        db.insert_many(skills).execute().await.expect(failed);
        let links = self.links.iter().map(|row| NewPersonSkill {
            person_id: row.person_id,
            skill_id: row.skill_id,
        });
        db.insert_many(links).execute().await.expect(failed);
    }

    pub(super) fn linked(&self, person: &Person, skill: &Skill) -> bool {
        self.links
            .iter()
            .any(|link| link.person_id == person.id && link.skill_id == skill.id)
    }
}

fn person(id: i32, source: &mut Source, cities: usize, teams: &[Team]) -> Person {
    let team = (!teams.is_empty() && source.below(3) > 0).then(|| source.pick(teams).clone());
    Person {
        id,
        name: text(source),
        age: maybe(source, 5),
        score: maybe(source, 4).map(|score| f64::from(score) / 4.0 - 0.5),
        active: [None, Some(true), Some(false)][source.below(3)],
        home_id: small(source.below(cities)),
        work_id: maybe(source, cities),
        // One inserted before, or itself.
        boss_id: (source.below(3) > 0).then(|| small(source.below(small_index(id) + 1))),
        region: team.as_ref().map(|team| team.region),
        // Half a key is no key.
        number: team.map(|team| team.number).filter(|_| source.below(5) > 0),
    }
}

fn small_index(id: i32) -> usize {
    usize::try_from(id).expect("an id")
}
