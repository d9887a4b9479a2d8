//! How recorded answers of administration are read.

use serde_json::Value;

use super::{Read, list, read};
use crate::admin::introspection as has;
use crate::admin::metadata as meta;
use crate::admin::migrations::{DryRun, Migration};
use crate::admin::{tables, transfer};
use crate::client::SqlResult;

/// The folders of the recordings.
pub(super) const AREAS: [&str; 1] = ["database-admin"];

/// How the answer of a recorded case is read; `None` where the SDK does not read it.
pub(super) fn reader(area: &str, case: &str) -> Option<Read> {
    Some(match (area, case) {
        ("database-admin", "tables-list" | "tables-list-schema" | "tables-list-schema-unknown") => {
            read::<Vec<String>>
        }
        ("database-admin", case) if case.starts_with("tables-create") => read::<tables::CreatedTable>,
        ("database-admin", case) if case.starts_with("tables-schema") => read::<tables::TableSchema>,
        ("database-admin", case) if case.starts_with("tables-") => read::<Value>,
        ("database-admin", case) if case.starts_with("rawsql-") => read::<SqlResult>,
        ("database-admin", "schemas") => list::<has::DatabaseSchema>,
        ("database-admin", "functions") => list::<has::DatabaseFunction>,
        ("database-admin", "indexes") => list::<has::DatabaseIndex>,
        ("database-admin", "policies") => list::<has::DatabasePolicy>,
        ("database-admin", "triggers") => list::<has::DatabaseTrigger>,
        ("database-admin", "metadata-root") => read::<meta::ProjectMetadata>,
        ("database-admin", "metadata-auth") => read::<meta::AuthMetadata>,
        ("database-admin", "metadata-database") => read::<meta::DatabaseMetadata>,
        ("database-admin", "metadata-storage") => read::<meta::StorageMetadata>,
        ("database-admin", "metadata-functions") => read::<Vec<meta::FunctionMetadata>>,
        ("database-admin", "metadata-realtime") => read::<meta::RealtimeMetadata>,
        ("database-admin", "metadata-table" | "metadata-table-unknown") => one_table,
        ("database-admin", case) if case.starts_with("metadata-") => read::<Value>,
        ("database-admin", "migrations-list" | "migrations-list-empty") => list::<Migration>,
        ("database-admin", "migrations-create") => read::<Migration>,
        ("database-admin", case) if case.starts_with("migrations-dry-run") => read::<DryRun>,
        ("database-admin", "export-sql") => read::<transfer::SqlExport>,
        ("database-admin", "export-json") => |value| read::<transfer::DatabaseExport>(&value["data"]),
        ("database-admin", case) if case.starts_with("bulk-upsert") => read::<transfer::BulkUpserted>,
        ("database-admin", _) => return None,
        other => panic!("nobody reads {other:?}"),
    })
}

/// The one table of an answer, by its name.
fn one_table(value: &Value) -> Result<(), String> {
    let object = value.as_object().ok_or("no object")?;
    let known = object.iter().filter(|(key, _)| !key.starts_with("newField"));
    known
        .map(|(_, table)| read::<meta::ExportedTable>(table))
        .collect()
}
