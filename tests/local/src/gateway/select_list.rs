use super::logic_tree::{base_name, split};

/// The columns a `select` names at its top level; `None` if it takes all of them.
pub(crate) fn columns(select: Option<&str>) -> Option<Vec<String>> {
    let select = select.filter(|text| !text.trim().is_empty())?;
    let mut columns = Vec::new();
    for item in split(select, ',') {
        let item = item.trim();
        if item == "*" {
            return None;
        }
        let outside_quotes = item.rsplit('"').next().unwrap_or(item);
        if outside_quotes.contains('(') || item.starts_with("...") {
            // An embedded table is no column of this one.
            continue;
        }
        columns.push(base_name(without_alias(item)));
    }
    Some(columns)
}

/// Drops `alias:`; `::` is a cast.
fn without_alias(item: &str) -> &str {
    let mut quoted = false;
    let mut rest = item.char_indices().peekable();
    while let Some((place, c)) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            ':' if !quoted => {
                if rest.next_if(|(_, next)| *next == ':').is_none() {
                    return item.get(place + 1..).unwrap_or(item);
                }
                return item;
            }
            _ => {}
        }
    }
    item
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn aliases_casts_paths_and_embeds_are_seen_through() {
        let list = columns(Some(
            r#"id,years:age,n::text,k:info->>k,"odd, name",books(title),...author(name)"#,
        ));
        assert_eq!(list.unwrap(), ["id", "age", "n", "info", "odd, name"]);
        assert_eq!(columns(Some("id,*")), None);
        assert_eq!(columns(None), None);
    }
}
