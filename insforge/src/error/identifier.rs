//! The names of constraints and columns inside the messages of PostgreSQL and PostgREST.
//!
//! Neither sends them as fields of their own. The server writes names as they are, without doubling the quotes
//! inside them, so a name ends at the last quote that the rest of the sentence allows.

/// `… constraint "name"`, or for foreign keys also `… constraint "name" on table "t"`.
pub(super) fn constraint(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once(" constraint \"")?;
    let end = rest.rfind("\" on table \"").or_else(|| rest.rfind('"'))?;
    rest.get(..end).filter(|name| !name.is_empty())
}

/// The column named in one of the known sentences.
pub(super) fn column(message: &str) -> Option<&str> {
    quoted(
        message,
        "column \"",
        &["\" of relation", "\" violates", "\" does not exist"],
        '"',
    )
    // PGRST204 as PostgREST 12.0 and 12.2 word it
    .or_else(|| quoted(message, "Column '", &["' of relation"], '\''))
    .or_else(|| quoted(message, "Could not find the '", &["' column of"], '\''))
    .or_else(|| unquoted(message))
    .filter(|name| !name.is_empty())
}

fn quoted<'m>(message: &'m str, before: &str, after: &[&str], quote: char) -> Option<&'m str> {
    let (_, rest) = message.split_once(before)?;
    let end = after
        .iter()
        .find_map(|after| rest.find(after))
        .or_else(|| rest.find(quote))?;
    rest.get(..end)
}

/// `column fx_authors.nope does not exist`: the part after the last dot.
fn unquoted(message: &str) -> Option<&str> {
    let name = message.strip_prefix("column ")?.strip_suffix(" does not exist")?;
    name.rsplit('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_constraint_names() {
        for (message, name) in [
            (
                "duplicate key value violates unique constraint \"t_pkey\"",
                "t_pkey",
            ),
            (
                "new row for relation \"t\" violates check constraint \"t_age_check\"",
                "t_age_check",
            ),
            (
                "insert or update on table \"b\" violates foreign key constraint \"b_a_fkey\"",
                "b_a_fkey",
            ),
            (
                "update or delete on table \"a\" violates foreign key constraint \"b_a_fkey\" on table \"b\"",
                "b_a_fkey",
            ),
            (
                "duplicate key value violates unique constraint \"odd \"one\"\"",
                "odd \"one\"",
            ),
            (
                "conflicting key value violates exclusion constraint \"no_overlap\"",
                "no_overlap",
            ),
        ] {
            assert_eq!(constraint(message), Some(name), "{message}");
        }
        for message in [
            "",
            " constraint \"",
            " constraint \"\"",
            "permission denied for table x",
        ] {
            assert_eq!(constraint(message), None, "{message}");
        }
    }

    #[test]
    fn finds_column_names() {
        for (message, name) in [
            (
                "null value in column \"name\" of relation \"t\" violates not-null constraint",
                "name",
            ),
            ("cannot insert a non-DEFAULT value into column \"id\"", "id"),
            ("Column 'nope' of relation 'fx_tags' does not exist", "nope"),
            (
                "Could not find the 'nope' column of 't' in the schema cache",
                "nope",
            ),
            ("column fx_authors.nope does not exist", "nope"),
            ("column \"nope\" does not exist", "nope"),
        ] {
            assert_eq!(column(message), Some(name), "{message}");
        }
        assert_eq!(column("permission denied for table fx_secret"), None);
    }
}
