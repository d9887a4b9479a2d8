//! Tables of every shape of relation: to one, nullable or not; to many; two keys to one table; a key to the table
//! itself; a key of two columns; through a junction.

use insforge::prelude::*;

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "people")]
#[relation(home: one City via home_id)]
#[relation(work: one City via work_id)]
#[relation(boss: one Self via boss_id)]
#[relation(staff: many Self via Self.boss_id)]
#[relation(team: one Team via (region, number), constraint = "people_team")]
#[relation(visits: many Visit via Visit.person_id)]
#[relation(skills: many Skill through PersonSkill)]
pub(super) struct Person {
    #[column(pk)]
    pub id: i32,
    pub name: String,
    pub age: Option<i32>,
    pub score: Option<f64>,
    pub active: Option<bool>,
    pub home_id: i32,
    pub work_id: Option<i32>,
    pub boss_id: Option<i32>,
    pub region: Option<i32>,
    pub number: Option<i32>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "cities")]
#[relation(residents: many Person via Person.home_id)]
#[relation(workers: many Person via Person.work_id)]
#[relation(visits: many Visit via Visit.city_id)]
pub(super) struct City {
    #[column(pk)]
    pub id: i32,
    pub name: String,
    pub size: Option<i32>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "teams")]
#[relation(members: many Person via Person.(region, number), constraint = "people_team")]
pub(super) struct Team {
    #[column(pk)]
    pub region: i32,
    #[column(pk)]
    pub number: i32,
    pub motto: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "visits")]
#[relation(person: one Person via person_id)]
#[relation(city: one City via city_id)]
pub(super) struct Visit {
    #[column(pk)]
    pub id: i32,
    pub person_id: i32,
    pub city_id: Option<i32>,
    pub days: Option<i32>,
    pub note: Option<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "skills")]
#[relation(people: many Person through PersonSkill)]
pub(super) struct Skill {
    #[column(pk)]
    pub id: i32,
    pub label: String,
    pub level: Option<i32>,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "person_skills")]
#[relation(person: one Person via person_id)]
#[relation(skill: one Skill via skill_id)]
pub(super) struct PersonSkill {
    #[column(pk)]
    pub person_id: i32,
    #[column(pk)]
    pub skill_id: i32,
}

pub(super) const TABLES: &str = "
    create table {s}.cities (id int primary key, name text not null, size int);
    create table {s}.teams (region int, number int, motto text, primary key (region, number));
    create table {s}.people (
        id int primary key, name text not null, age int, score float8, active bool,
        home_id int not null references {s}.cities, work_id int references {s}.cities,
        boss_id int references {s}.people, region int, number int,
        constraint people_team foreign key (region, number) references {s}.teams
    );
    create table {s}.visits (
        id int primary key, person_id int not null references {s}.people, city_id int references {s}.cities,
        days int, note text
    );
    create table {s}.skills (id int primary key, label text not null, level int);
    create table {s}.person_skills (
        person_id int references {s}.people, skill_id int references {s}.skills, primary key (person_id, skill_id)
    );";
