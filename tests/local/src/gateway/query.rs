use std::collections::HashMap;

/// The decoded query, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) pairs: Vec<(String, String)>,
    /// A parameter that the real gateway would split at another place.
    pub(crate) split_elsewhere: Option<String>,
}

impl Query {
    pub(crate) fn parse(raw: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
        let split_elsewhere = raw
            .unwrap_or_default()
            .split('&')
            .find(|part| splits_at_bracket(part))
            .map(str::to_owned);
        Self {
            pairs,
            split_elsewhere,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// Takes all values of `key` out.
    pub(crate) fn take(&mut self, key: &str) -> Vec<String> {
        let (taken, kept) = std::mem::take(&mut self.pairs)
            .into_iter()
            .partition(|(known, _)| known == key);
        self.pairs = kept;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// How often each key occurs.
    pub(crate) fn counts(&self) -> HashMap<&str, usize> {
        let mut counts = HashMap::new();
        for (key, _) in &self.pairs {
            *counts.entry(key.as_str()).or_insert(0) += 1;
        }
        counts
    }

    /// As the real gateway writes it on: a key that occurs several times gets `[]` behind it.
    pub(crate) fn forwarded(&self) -> String {
        let counts = self.counts();
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in &self.pairs {
            if counts.get(key.as_str()).is_some_and(|count| *count > 1) {
                text.append_pair(&format!("{key}[]"), value);
            } else {
                text.append_pair(key, value);
            }
        }
        // PostgREST decodes either form of a space; `%20` is what the real gateway sends.
        text.finish().replace('+', "%20")
    }
}

/// The real gateway's parser decodes brackets first and ends the key at the first `]=`, wherever that stands: a value
/// `eq.x]=not.is.null` would be a filter of its own.
fn splits_at_bracket(part: &str) -> bool {
    let part = part
        .replace("%5B", "[")
        .replace("%5b", "[")
        .replace("%5D", "]")
        .replace("%5d", "]");
    match (part.find("]="), part.find('=')) {
        (Some(bracket), Some(equals)) => equals < bracket,
        _ => false,
    }
}

/// The last dotted part of a key: `order` of `books.order`.
pub(crate) fn last_part(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Whether the key holds a logic tree, at the top or of an embedded table.
pub(crate) fn is_tree(key: &str) -> bool {
    matches!(last_part(key), "and" | "or")
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn a_value_that_would_become_a_filter_is_seen() {
        assert!(
            Query::parse(Some("title=eq.x%5D=not.is.null"))
                .split_elsewhere
                .is_some()
        );
        assert!(
            Query::parse(Some("a[b]=1&title=eq.x%5D%3Dnot.is.null"))
                .split_elsewhere
                .is_none()
        );
    }

    #[test]
    fn repeated_keys_get_brackets() {
        let query = Query::parse(Some("a=eq.1+2&b=x%26&a=lt.3"));
        assert_eq!(query.forwarded(), "a%5B%5D=eq.1%202&b=x%26&a%5B%5D=lt.3");
    }
}
