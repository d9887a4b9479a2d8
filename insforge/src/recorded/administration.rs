//! How recorded answers of administration are read.

use serde_json::Value;

use super::{Read, list, read};
use crate::admin::introspection as has;
use crate::admin::metadata as meta;
use crate::admin::migrations::{DryRun, Migration};
use crate::admin::{
    advisor, backups, deployments, logs, memory, schedules, secrets, tables, transfer, usage,
};
use crate::client::{Health, SqlResult};

/// The folders of the recordings.
pub(super) const AREAS: [&str; 6] = [
    "database-admin",
    "health",
    "logs",
    "schedules",
    "secrets",
    "usage",
];

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
        ("database-admin", "export-json") => {
            |value| read::<transfer::DatabaseExport>(&as_recorded(&value["data"], "/tables"))
        }
        ("database-admin", case) if case.starts_with("bulk-upsert") => read::<transfer::BulkUpserted>,
        ("database-admin", "backups-list") => list::<backups::Backup>,
        ("database-admin", "database-config") => |value| read::<backups::BackupConfig>(&value["backup"]),
        // Rows are of the program's own types.
        ("database-admin", case) if case.starts_with("rows-") => return None,
        ("health", "health") => read::<Health>,
        // The keys are read by the verification of tokens.
        ("health", _) => return None,
        ("logs", "audits" | "audits-filter" | "audits-empty" | "audits-past-end") => read::<Vec<logs::Audit>>,
        ("logs", "audits-stats") => |value| read::<logs::AuditStats>(&as_recorded(value, "/actionsByModule")),
        ("logs", "search") => read::<Vec<logs::LogEntry>>,
        ("logs", "source" | "source-unknown") => read::<logs::LogReading>,
        ("logs", "sources") => read::<Vec<logs::LogSource>>,
        ("logs", "stats") => read::<Vec<logs::LogStats>>,
        ("schedules", "get" | "get-after-update") => {
            |value| read::<schedules::Schedule>(&as_recorded(value, "/headers"))
        }
        ("schedules", "list") => |value| read::<Vec<schedules::Schedule>>(&as_recorded(value, "/0/headers")),
        ("schedules", "logs") => list::<schedules::ScheduleRun>,
        ("secrets", "list") => list::<secrets::SecretInfo>,
        ("schedules" | "secrets", _) => read::<Value>,
        ("usage", "advisor-latest") => read::<Option<advisor::Scan>>,
        ("usage", "mcp-list") => list::<usage::ToolUse>,
        ("usage", "deployments-list") => read::<Vec<deployments::Deployment>>,
        ("usage", "memory-index") => list::<memory::MemoryEntry>,
        ("usage", _) => read::<Value>,
        other => panic!("nobody reads {other:?}"),
    })
}

/// The one table of an answer, by its name.
fn one_table(value: &Value) -> Result<(), String> {
    let object = value.as_object().ok_or("no object")?;
    let mut known = object.iter().filter(|(key, _)| !key.starts_with("newField"));
    known.try_for_each(|(_, table)| read::<meta::ExportedTable>(table))
}

/// The value without what a mutation added to a dictionary in it, whose keys are not the server's own words.
fn as_recorded(value: &Value, dictionary: &str) -> Value {
    let mut value = value.clone();
    if let Some(entries) = value.pointer_mut(dictionary).and_then(Value::as_object_mut) {
        entries.retain(|key, _| !key.starts_with("newField"));
    }
    value
}
