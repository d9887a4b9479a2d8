use axum::http::StatusCode;

use super::statements::{split, words};
use crate::reply::Failure;

/// Refuses what the backend refuses on its SQL routes: changing the session, roles, databases or transactions.
pub(crate) fn check(sql: &str) -> Result<(), Failure> {
    if sql.to_lowercase().contains("set_config") {
        return Err(forbidden("Changing SQL session configuration is not allowed."));
    }
    match split(sql).iter().find_map(|statement| complaint(statement)) {
        Some(message) => Err(forbidden(message)),
        None => Ok(()),
    }
}

/// With `explain` only queries may be run, since they are run for real.
pub(crate) fn check_read_only(sql: &str) -> Result<(), Failure> {
    let reads = |statement: &String| {
        matches!(
            words(statement).first().map(String::as_str),
            Some("select" | "with" | "values" | "table")
        )
    };
    if split(sql).iter().all(reads) {
        Ok(())
    } else {
        Err(Failure::invalid_input(
            "Only SELECT statements are allowed in EXPLAIN mode.",
        ))
    }
}

fn complaint(statement: &str) -> Option<&'static str> {
    let words = words(statement);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match *words.as_slice() {
        ["set" | "reset", "local" | "session", name, ..] | ["set" | "reset", name, ..] => {
            setting(&words, name)
        }
        ["create" | "alter" | "drop", "role" | "user" | "group", second, ..] if second != "mapping" => {
            Some("Managing database roles is not allowed.")
        }
        ["create" | "alter" | "drop", "database", ..] => Some("Query contains restricted operations"),
        ["grant" | "revoke", ..] if !has_word(statement, "on") => {
            Some("Managing database roles is not allowed.")
        }
        [
            "begin" | "commit" | "rollback" | "savepoint" | "abort" | "end" | "release",
            ..,
        ]
        | ["start", "transaction", ..]
        | ["prepare", "transaction", ..] => Some("Transaction control statements are not allowed."),
        _ => None,
    }
}

fn setting(words: &[&str], name: &str) -> Option<&'static str> {
    match name {
        "all" if words.first() == Some(&"reset") => Some("RESET ALL is not allowed."),
        "role" | "session_authorization" | "authorization" => {
            Some("Changing SQL execution role or session authorization is not allowed.")
        }
        "search_path" | "schema" => Some("Changing SQL search_path is not allowed."),
        "statement_timeout" => Some("Changing SQL statement_timeout is not allowed."),
        _ => None,
    }
}

fn has_word(statement: &str, wanted: &str) -> bool {
    statement
        .split_whitespace()
        .any(|word| word.eq_ignore_ascii_case(wanted))
}

fn forbidden(message: &str) -> Failure {
    Failure::new(StatusCode::FORBIDDEN, "FORBIDDEN", message)
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn the_session_stays_as_it_is() {
        for bad in [
            "set role postgres",
            "SET LOCAL search_path = x",
            "set session authorization x",
            "reset all",
            "create role x",
            "grant a to b",
            "begin",
            "drop database x",
        ] {
            assert!(complaint(bad).is_some(), "{bad}");
        }
        for good in [
            "set datestyle = 'iso'",
            "grant select on t to anon",
            "create table role (a int)",
            "select 1",
        ] {
            assert!(complaint(good).is_none(), "{good}");
        }
    }
}
