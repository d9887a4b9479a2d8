//! Rows as CSV, out of the JSON that the gateway makes of it.

use super::render;
use super::select::Query;
use crate::error::{Error, Result};
use crate::http::Response;
use crate::schema::{Projection, SelectItem, Table};

impl<T: Table, P> Query<T, P> {
    /// The rows as CSV, with a line of the columns' names; empty where there is no row.
    ///
    /// Source: PostgREST, `Accept: text/csv`.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) before anything is sent when the projection embeds or counts
    /// related rows; else as [`all`](Self::all).
    pub async fn csv(self) -> Result<String>
    where
        P: Projection<T>,
    {
        let answer = self.send(render::csv(self.plan(), P::items())?).await?;
        let csv = decode(&answer)?;
        Ok(match self.plan().call {
            Some(_) => relabelled(csv, P::items()),
            None => csv,
        })
    }
}

/// The text of the answer: the gateway sends it as a JSON string, and an empty one as the JSON of no rows.
fn decode(answer: &Response) -> Result<String> {
    let body = answer.body.trim_ascii();
    if body.is_empty() || body == b"[]" || body == b"null" {
        return Ok(String::new());
    }
    if let Ok(text) = serde_json::from_slice(body) {
        return Ok(text);
    }
    // A gateway that passes CSV on as it is.
    String::from_utf8(answer.body.to_vec())
        .map_err(|_| Error::decode("the CSV is not UTF-8").with_operation("database.csv"))
}

/// The same under a first line of these items' names: that of a function's rows PostgREST 12 makes of the function's
/// columns in another order than the values.
fn relabelled(csv: String, items: &[SelectItem]) -> String {
    let Some((_, rows)) = csv.split_once('\n') else {
        return csv;
    };
    let mut out = String::with_capacity(csv.len());
    for item in items {
        let name = match item {
            SelectItem::Column { alias, name, .. } => alias.unwrap_or(name),
            SelectItem::Path { alias, .. } => alias,
            _ => continue,
        };
        if !out.is_empty() {
            out.push(',');
        }
        push_cell(name, &mut out);
    }
    out.push('\n');
    out.push_str(rows);
    out
}

fn push_cell(name: &str, out: &mut String) {
    if name.contains([',', '"']) {
        out.push('"');
        out.push_str(&name.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &'static str) -> String {
        decode(&Response {
            status: http::StatusCode::OK,
            headers: http::HeaderMap::new(),
            body: bytes::Bytes::from_static(body.as_bytes()),
            secret: false,
        })
        .unwrap()
    }

    #[test]
    fn the_gateways_json_string_is_unwrapped_and_plain_csv_is_taken_as_it_is() {
        let csv = "id,name,city\n1,Ada,London\n2,Bob,\"Paris, TX\"";
        assert_eq!(
            decoded(r#""id,name,city\n1,Ada,London\n2,Bob,\"Paris, TX\"""#),
            csv
        );
        assert_eq!(decoded("id,name\n1,Ada\n"), "id,name\n1,Ada\n");
        assert_eq!((decoded("[]"), decoded("null")), (String::new(), String::new()));
    }
}
