//! What a migration may destroy.

use serde_json::{Value, json};

/// The risks of one statement, as the backend names them. It reads PostgreSQL's parse tree; here the words decide.
pub(super) fn of(statement: &str) -> Vec<Value> {
    let upper = statement.to_uppercase();
    let words: Vec<&str> = upper
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let factor = |code: &str, level: &str, description: String| json!({ "code": code, "description": description, "level": level, "statement": statement });
    match words.as_slice() {
        ["DROP", kind @ ("TABLE" | "SCHEMA" | "DATABASE"), ..] => vec![factor(
            "DESTRUCTIVE_DATA_LOSS",
            "DANGER",
            format!(
                "Statement drops database object (OBJECT_{kind}) permanently resulting in potential data loss."
            ),
        )],
        ["TRUNCATE", ..] => vec![factor(
            "DESTRUCTIVE_DATA_LOSS",
            "DANGER",
            "TRUNCATE statement clears all records from targeted table(s).".to_owned(),
        )],
        ["ALTER", "TABLE", rest @ ..] => commands(rest)
            .into_iter()
            .map(|command| {
                factor(
                    "SCHEMA_BREAKING_CHANGE",
                    "WARNING",
                    format!("ALTER TABLE statement contains destructive command: {command}."),
                )
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn commands(words: &[&str]) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let next = |step: usize| words.get(place + step).copied().unwrap_or_default();
        match *word {
            "DROP" if next(1) == "CONSTRAINT" => found.push("AT_DropConstraint"),
            "DROP" if !matches!(next(1), "DEFAULT" | "NOT" | "EXPRESSION" | "IDENTITY") => {
                found.push("AT_DropColumn");
            }
            "TYPE" if place > 0 => found.push("AT_AlterColumnType"),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn statements_have_the_risks_that_the_backend_finds() {
        let codes = |statement: &str| -> Vec<String> {
            of(statement)
                .iter()
                .map(|risk| {
                    format!(
                        "{} {}",
                        risk["level"].as_str().unwrap(),
                        risk["description"].as_str().unwrap()
                    )
                })
                .collect()
        };
        assert!(
            codes("drop table a")[0].starts_with("DANGER Statement drops database object (OBJECT_TABLE)")
        );
        assert!(codes("truncate a")[0].starts_with("DANGER"));
        let changes = codes("alter table a drop column b, alter column c type text, drop constraint d");
        assert_eq!(changes.len(), 3, "{changes:?}");
        for safe in [
            "delete from a",
            "alter table a alter b drop default",
            "create table a (b int)",
            "drop view v",
        ] {
            assert!(codes(safe).is_empty(), "{safe}");
        }
    }
}
