use std::collections::{HashMap, HashSet};

use axum::http::Method;

use super::Half;
use super::query::{Query, is_tree};
use crate::app::App;
use crate::auth::users::failed;
use crate::reply::Failure;

/// What the checks have to know about the table; read only when a request can depend on it.
#[derive(Debug, Default)]
pub(crate) struct TableFacts {
    types: HashMap<String, String>,
    keys: HashSet<String>,
}

const QUESTION: &str = "
select c.column_name::text,
       lower(case c.data_type when 'USER-DEFINED' then c.udt_name else c.data_type end)::text,
       exists (
         select from pg_catalog.pg_index i
         join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
         where i.indisprimary and a.attname = c.column_name
           and i.indrelid = to_regclass(format('%I.%I', c.table_schema, c.table_name))
       )
from information_schema.columns c where c.table_schema = $1 and c.table_name = $2";

impl TableFacts {
    pub(crate) async fn load(
        app: &App,
        half: Half,
        method: &Method,
        schema: &str,
        table: &str,
        query: &Query,
        body: Option<&str>,
    ) -> Result<Self, Failure> {
        let empty = body.is_some_and(|body| body.contains("\"\""));
        let tree = matches!(*method, Method::PATCH | Method::DELETE)
            && query.pairs.iter().any(|(key, _)| is_tree(key));
        if half == Half::Rpc || !(empty || tree) {
            return Ok(Self::default());
        }
        let rows = app
            .client
            .query(QUESTION, &[&schema, &table])
            .await
            .map_err(|error| failed(&error))?;
        let mut facts = Self::default();
        for row in rows {
            let name: String = row.try_get(0).map_err(|error| failed(&error))?;
            if row.try_get(2).map_err(|error| failed(&error))? {
                facts.keys.insert(name.clone());
            }
            facts
                .types
                .insert(name, row.try_get(1).map_err(|error| failed(&error))?);
        }
        Ok(facts)
    }

    /// Whether the gateway leaves an empty string for this column alone. An unknown column counts as not text.
    pub(crate) fn takes_text(&self, column: &str) -> bool {
        self.types.get(column).is_some_and(|kind| {
            matches!(
                kind.as_str(),
                "text" | "character varying" | "character" | "citext"
            )
        })
    }

    pub(crate) fn is_key(&self, column: &str) -> bool {
        self.keys.contains(column)
    }
}
