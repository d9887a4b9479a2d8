//! `/api/metadata`

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use super::names;
use super::query::Query;
use super::session::texts;
use super::table_facts;
use crate::app::App;
use crate::auth::{policy, smtp};
use crate::credentials::Caller;
use crate::rawsql::errors::failure;
use crate::realtime;
use crate::reply::{Answer, Failure, ok};

const GIBIBYTE: f64 = 1_073_741_824.0;

const BUCKETS: &str = "select jsonb_build_object('name', b.name, 'public', b.public, 'createdAt', system.iso(b.created_at), \
    'objectCount', (select count(*) from storage.objects o where o.bucket = b.name))::text \
    from storage.buckets b order by b.name";

const HINT: &str = "To retrieve detailed schema information for a specific table, call the get-table-schema tool with the \
                    table name.";

/// What the real backend says of itself here when npm has not started it.
const VERSION: &str = "1.0.0";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/metadata", get(everything))
        .route("/api/metadata/{part}", get(part))
}

async fn everything(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref());
    let format = query.get("format").unwrap_or("json");
    if !matches!(format, "json" | "markdown") {
        return Err(Failure::invalid_input("Invalid format parameter"));
    }
    let project = json!({
        "auth": auth(&app, &headers).await?,
        "database": database(&app).await?,
        "storage": storage(&app).await?,
        "functions": functions(&app),
        "realtime": channels(&app, &headers).await?,
        "version": VERSION,
    });
    if format == "json" {
        return Ok(ok(&project));
    }
    let kind = HeaderValue::from_static("text/markdown; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], markdown(&project)).into_response())
}

async fn part(State(app): State<Arc<App>>, Path(part): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let body = match part.as_str() {
        "auth" => auth(&app, &headers).await?,
        "database" => database(&app).await?,
        "storage" => storage(&app).await?,
        "functions" => functions(&app),
        "realtime" => channels(&app, &headers).await?,
        "api-key" => json!({ "apiKey": app.admin.api_key.newest(&app.api_key) }),
        "anon-key" => json!({ "anonKey": app.admin.anon_key.newest(&app.anon_key) }),
        "project-id" => json!({ "projectId": null }),
        "database-connection-string" | "database-password" => {
            return Err(Failure::internal(
                "Cloud database access is only available on InsForge Cloud projects.",
            ));
        }
        table => json!({ table: structure(&app, table).await? }),
    };
    Ok(ok(&body))
}

/// A table as exports describe it; a table that there is not is empty.
pub(super) async fn structure(app: &App, table: &str) -> Result<Value, Failure> {
    let facts = texts(&app.client, table_facts::STRUCTURE, &[&table]).await?;
    let mut facts: Value = serde_json::from_str(&facts.concat()).unwrap_or_default();
    let keys = texts(&app.client, table_facts::FOREIGN_KEYS, &[&"public", &table]).await?;
    facts["foreignKeys"] = serde_json::from_str(&keys.concat()).unwrap_or_default();
    Ok(facts)
}

async fn auth(app: &Arc<App>, headers: &HeaderMap) -> Result<Value, Failure> {
    let mut rules = read(policy::public(State(Arc::clone(app))).await).await;
    let mut smtp = read(smtp::get(State(Arc::clone(app)), headers.clone()).await?).await;
    if let Some(smtp) = smtp.as_object_mut() {
        smtp.retain(|name, _| !matches!(name.as_str(), "id" | "createdAt" | "updatedAt"));
    }
    rules["smtpConfig"] = smtp;
    rules["allowedRedirectUrls"] = app.auth.policy.get("allowedRedirectUrls");
    Ok(rules)
}

async fn database(app: &App) -> Result<Value, Failure> {
    let sql = "select table_name::text from information_schema.tables \
               where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name";
    let mut tables = Vec::new();
    for table in texts(&app.client, sql, &[]).await? {
        let counted = format!("select count(*) from public.{}", names::quoted(&table));
        let row = app
            .client
            .query_one(&counted, &[])
            .await
            .map_err(|error| failure(&error))?;
        tables.push(json!({ "tableName": table, "recordCount": row.get::<_, i64>(0) }));
    }
    let size = app
        .client
        .query_one("select pg_database_size(current_database())::float8", &[])
        .await
        .map_err(|error| failure(&error))?;
    let size = size.get::<_, f64>(0) / GIBIBYTE;
    Ok(json!({ "tables": tables, "totalSizeInGB": size, "hint": HINT }))
}

async fn storage(app: &App) -> Result<Value, Failure> {
    let buckets: Vec<Value> = texts(&app.client, BUCKETS, &[])
        .await?
        .iter()
        .filter_map(|text| serde_json::from_str(text).ok())
        .collect();
    let size = app
        .client
        .query_one("select coalesce(sum(size), 0)::float8 from storage.objects", &[])
        .await
        .map_err(|error| failure(&error))?;
    Ok(json!({ "buckets": buckets, "totalSizeInGB": size.get::<_, f64>(0) / GIBIBYTE }))
}

fn functions(app: &App) -> Value {
    app.functions
        .definitions()
        .iter()
        .map(|one| {
            json!({
                "slug": one["slug"],
                "name": one["name"],
                "description": one["description"],
                "status": one["status"],
            })
        })
        .collect()
}

async fn channels(app: &Arc<App>, headers: &HeaderMap) -> Result<Value, Failure> {
    let channels = realtime::admin::list(State(Arc::clone(app)), headers.clone()).await?;
    let permissions = realtime::admin::permissions(State(Arc::clone(app)), headers.clone()).await?;
    Ok(json!({ "channels": read(channels).await, "permissions": read(permissions).await }))
}

/// The JSON of an answer of this server's own.
async fn read(response: Response) -> Value {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    bytes
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn markdown(project: &Value) -> String {
    let yes = |value: &Value, yes: &'static str, no: &'static str| if *value == true { yes } else { no };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
    let mut lines = vec![
        "# Project Metadata".to_owned(),
        format!("> v{VERSION}"),
        String::new(),
        "## Auth".to_owned(),
        format!(
            "- **Email verification**: {}",
            yes(
                &project["auth"]["requireEmailVerification"],
                "required",
                "not required"
            )
        ),
        format!(
            "- **Signup**: {}",
            yes(&project["auth"]["disableSignup"], "disabled", "enabled")
        ),
        String::new(),
        "## Database".to_owned(),
    ];
    let tables = list(&project["database"]["tables"]);
    if !tables.is_empty() {
        lines.extend(["| Table | Records |".to_owned(), "|-------|---------|".to_owned()]);
        lines.extend(
            tables
                .iter()
                .map(|table| format!("| {} | {} |", text(&table["tableName"]), table["recordCount"])),
        );
        lines.push(String::new());
    }
    lines.push(format!(
        "- **Total size**: {} GB",
        project["database"]["totalSizeInGB"]
    ));
    lines.extend([
        format!("- **Hint**: {HINT}"),
        String::new(),
        "## Storage".to_owned(),
    ]);
    let buckets = list(&project["storage"]["buckets"]);
    if buckets.is_empty() {
        lines.push("No storage buckets configured.".to_owned());
    }
    lines.extend(buckets.iter().map(|bucket| {
        format!(
            "- `{}` — {}, {} objects",
            text(&bucket["name"]),
            yes(&bucket["public"], "public", "private"),
            bucket["objectCount"]
        )
    }));
    lines.push(format!(
        "- **Total size**: {} GB",
        project["storage"]["totalSizeInGB"]
    ));
    lines.extend([String::new(), "## Edge Functions".to_owned()]);
    let functions = list(&project["functions"]);
    if functions.is_empty() {
        lines.push("No edge functions deployed.".to_owned());
    }
    lines.extend(
        functions
            .iter()
            .map(|one| format!("- `{}` — {}", text(&one["slug"]), text(&one["status"]))),
    );
    lines.extend([String::new(), "## Realtime".to_owned()]);
    let channels = list(&project["realtime"]["channels"]);
    if channels.is_empty() {
        lines.push("No realtime channels configured.".to_owned());
    }
    lines.extend(channels.iter().map(|one| match one["description"].as_str() {
        Some(what) => format!("- `{}` — {what}", text(&one["pattern"])),
        None => format!("- `{}`", text(&one["pattern"])),
    }));
    lines.push(String::new());
    lines.join("\n")
}
