//! `/api/database/schemas`, `/functions`, `/indexes`, `/policies`, `/triggers`

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;

use super::query::Query;
use super::session::{array, texts};
use crate::app::App;
use crate::credentials::Caller;
use crate::reply::{Answer, json_text};

const SCHEMAS: &str = "select jsonb_build_object('name', nspname, 'isProtected', not can_create)::text from ( \
    select nspname, has_schema_privilege('project_admin', oid, 'CREATE') as can_create from pg_namespace \
    where nspname <> 'information_schema' and nspname not like 'pg\\_%') as visible \
    order by case when nspname = 'public' then 0 when can_create then 1 else 2 end, nspname";

const FUNCTIONS: &str = "select jsonb_build_object('functionName', proname, 'functionDef', pg_get_functiondef(p.oid), \
    'kind', prokind)::text from pg_proc p join pg_namespace n on n.oid = pronamespace \
    where nspname = $1 and prokind in ('f', 'p', 'w') \
    and not exists (select from pg_depend d join pg_extension e on e.oid = d.refobjid where d.objid = p.oid) order by proname";

const INDEXES: &str = "select jsonb_build_object('tableName', tablename, 'indexName', indexname, 'indexDef', indexdef, \
    'isUnique', indisunique, 'isPrimary', indisprimary)::text from pg_indexes i \
    join pg_namespace n on n.nspname = i.schemaname \
    join pg_class c on c.relname = i.indexname and c.relnamespace = n.oid join pg_index x on x.indexrelid = c.oid \
    where i.schemaname = $1 and tablename not like '\\_%' order by tablename, indexname";

// The backend passes the roles on as PostgreSQL writes an array.
const POLICIES: &str = "select jsonb_build_object('tableName', tablename, 'policyName', policyname, 'cmd', cmd, \
    'roles', roles::text, 'qual', qual, 'withCheck', with_check)::text from pg_policies \
    where schemaname = $1 and tablename not like '\\_%' order by tablename, policyname";

const TRIGGERS: &str = "select jsonb_build_object('tableName', event_object_table, 'triggerName', trigger_name, \
    'actionTiming', action_timing, 'eventManipulation', event_manipulation, 'actionOrientation', action_orientation, \
    'actionCondition', action_condition, 'actionStatement', action_statement)::text from information_schema.triggers \
    where event_object_schema = $1 and event_object_table not like '\\_%' order by event_object_table, trigger_name";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/database/schemas", get(schemas))
        .route("/api/database/functions", get(functions))
        .route("/api/database/indexes", get(indexes))
        .route("/api/database/policies", get(policies))
        .route("/api/database/triggers", get(triggers))
}

async fn schemas(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let found = texts(&app.client, SCHEMAS, &[]).await?;
    Ok(named("schemas", &found))
}

async fn functions(state: State<Arc<App>>, query: RawQuery, headers: HeaderMap) -> Answer {
    list(state, query, headers, "functions", FUNCTIONS).await
}

async fn indexes(state: State<Arc<App>>, query: RawQuery, headers: HeaderMap) -> Answer {
    list(state, query, headers, "indexes", INDEXES).await
}

async fn policies(state: State<Arc<App>>, query: RawQuery, headers: HeaderMap) -> Answer {
    list(state, query, headers, "policies", POLICIES).await
}

async fn triggers(state: State<Arc<App>>, query: RawQuery, headers: HeaderMap) -> Answer {
    list(state, query, headers, "triggers", TRIGGERS).await
}

async fn list(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    name: &str,
    sql: &str,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let schema = Query::read(query.as_deref()).schema()?;
    let found = texts(&app.client, sql, &[&schema]).await?;
    Ok(named(name, &found))
}

fn named(name: &str, texts: &[String]) -> axum::response::Response {
    json_text(StatusCode::OK, format!("{{\"{name}\":{}}}", array(texts)))
}
