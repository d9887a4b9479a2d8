use std::collections::HashMap;

/// The decoded query, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn parse(raw: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(raw.unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
        Self { pairs }
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
    fn repeated_keys_get_brackets() {
        let query = Query::parse(Some("a=eq.1+2&b=x%26&a=lt.3"));
        assert_eq!(query.forwarded(), "a%5B%5D=eq.1%202&b=x%26&a%5B%5D=lt.3");
    }
}
