//! Tables that refer to each other, in a pair, in a ring of three, and to themselves.

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "teams")]
#[relation(lead: one Person via lead_id)]
#[relation(members: many Person via Person.team_id)]
pub struct Team {
    #[column(pk)]
    pub id: i64,
    pub lead_id: Option<i64>,
}

#[derive(Table, Debug, Clone)]
#[table(name = "people")]
#[relation(team: one Team via team_id)]
#[relation(leads: many Team via Team.lead_id)]
#[relation(mentor: one Self via mentor_id)]
#[relation(pupils: many Self via Self.mentor_id)]
#[relation(desk: one Desk via desk_id)]
pub struct Person {
    #[column(pk)]
    pub id: i64,
    pub team_id: i64,
    pub mentor_id: Option<i64>,
    pub desk_id: i64,
}

#[derive(Table, Debug, Clone)]
#[table(name = "desks")]
#[relation(team: one Team via team_id)]
#[relation(people: many Person via Person.desk_id)]
pub struct Desk {
    #[column(pk)]
    pub id: i64,
    pub team_id: i64,
}

#[derive(Projection, Debug)]
#[projection(Team)]
pub struct Chart {
    #[proj(embed = lead)]
    lead: Option<Lead>,
    #[proj(embed = members)]
    members: Vec<Person>,
}

#[derive(Projection, Debug)]
#[projection(Person)]
pub struct Lead {
    id: i64,
    #[proj(embed = team)]
    team: Option<Team>,
    #[proj(embed = pupils)]
    pupils: Vec<Person>,
}

#[test]
fn a_ring_of_conditions_is_a_condition() {
    let ring = Team::COLS.members.any(|p| {
        p.desk
            .any(|d| d.team.any(|t| t.lead.any(|p| p.mentor.is_empty())))
    });
    let _ = ring & Team::COLS.id.gt(1);
}
