//! Many to many: through a junction, or by way of its rows where they have columns of their own.

use insforge::prelude::*;

#[derive(Table, Debug, Clone)]
#[table(name = "students")]
#[relation(courses: many Course through Enrolment)]
#[relation(enrolments: many Enrolment via Enrolment.student_id)]
pub struct Student {
    #[column(pk)]
    pub id: i64,
    pub name: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "courses")]
#[relation(students: many Student through Enrolment)]
pub struct Course {
    #[column(pk)]
    pub id: i64,
    pub title: String,
}

#[derive(Table, Debug, Clone)]
#[table(name = "enrolments")]
#[relation(student: one Student via student_id)]
#[relation(course: one Course via course_id)]
pub struct Enrolment {
    #[column(pk)]
    pub student_id: i64,
    #[column(pk)]
    pub course_id: i64,
    pub grade: Option<i32>,
}

#[derive(Projection, Debug)]
#[projection(Student)]
pub struct Transcript {
    name: String,
    #[proj(embed = enrolments)]
    grades: Vec<Graded>,
    #[proj(count = courses)]
    courses: i64,
}

#[derive(Projection, Debug)]
#[projection(Enrolment)]
pub struct Graded {
    grade: Option<i32>,
    #[proj(embed = course)]
    course: Option<Course>,
}

#[test]
fn conditions_go_either_way() {
    let _ = Student::COLS
        .courses
        .any(|c| c.title.eq("Rust") & c.students.exists())
        & Student::COLS.enrolments.none(|e| e.grade.lt(2));
}
