//! What administers realtime: channel definitions, messages, policies, retention.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;

use crate::app::App;
use crate::body::object;
use crate::credentials::Caller;
use crate::error::Error;
use crate::reply::{Answer, Failure, json_text, ok};

const CHANNEL: &str = "jsonb_build_object('id', id, 'pattern', pattern, 'description', description, \
    'webhookUrls', webhook_urls, 'enabled', enabled, 'createdAt', system.iso(created_at), \
    'updatedAt', system.iso(updated_at))::text";

const MESSAGE: &str = "jsonb_build_object('id', id, 'eventName', event_name, 'channelId', channel_id, \
    'channelName', channel_name, 'payload', payload, 'senderType', sender_type, 'senderId', sender_id, \
    'wsAudienceCount', ws_audience_count, 'whAudienceCount', wh_audience_count, \
    'whDeliveredCount', wh_delivered_count, 'createdAt', system.iso(created_at))::text";

/// Everything under `/api/realtime`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/realtime/channels", get(list).post(create))
        .route(
            "/api/realtime/channels/{id}",
            get(read).put(update).delete(remove),
        )
        .route("/api/realtime/messages", get(messages).delete(clear))
        .route("/api/realtime/messages/stats", get(stats))
        .route("/api/realtime/permissions", get(permissions))
        .route("/api/realtime/config", get(config).patch(set_config))
}

pub(crate) async fn list(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = format!("select {CHANNEL} from realtime.channels order by created_at desc");
    rows(&app, &sql, &[]).await
}

async fn create(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let fields = ChannelFields::read(&object(&headers, &body)?)?;
    let Some(pattern) = &fields.pattern else {
        return Err(invalid("pattern: Required"));
    };
    let sql = format!(
        "insert into realtime.channels (pattern, description, webhook_urls, enabled) \
         values ($1, $2, $3, coalesce($4, true)) returning {CHANNEL}"
    );
    let params: [&(dyn ToSql + Sync); 4] = [pattern, &fields.description, &fields.urls, &fields.enabled];
    let row = app.client.query_one(&sql, &params).await.map_err(refused)?;
    Ok(json_text(StatusCode::CREATED, row.get(0)))
}

async fn read(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = format!("select {CHANNEL} from realtime.channels where id = $1::text::uuid");
    one(&app, &sql, &[&id]).await
}

/// What is not named stays as it is; nothing can be set to null.
async fn update(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    Caller::admin(&app, &headers)?;
    let fields = ChannelFields::read(&object(&headers, &body)?)?;
    let sql = format!(
        "update realtime.channels set pattern = coalesce($2, pattern), description = coalesce($3, description), \
         webhook_urls = coalesce($4, webhook_urls), enabled = coalesce($5, enabled) \
         where id = $1::text::uuid returning {CHANNEL}"
    );
    one(
        &app,
        &sql,
        &[
            &id,
            &fields.pattern,
            &fields.description,
            &fields.urls,
            &fields.enabled,
        ],
    )
    .await
}

async fn remove(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = "delete from realtime.channels where id = $1::text::uuid \
               returning jsonb_build_object('message', 'Channel deleted')::text";
    one(&app, sql, &[&id]).await
}

async fn messages(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref())?;
    let sql = format!(
        "select {MESSAGE} from realtime.messages \
         where ($1::text is null or channel_id = $1::text::uuid) and ($2::text is null or event_name = $2) \
         order by created_at desc limit $3 offset $4"
    );
    rows(
        &app,
        &sql,
        &[&query.channel, &query.event, &query.limit, &query.offset],
    )
    .await
}

async fn clear(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let deleted = app
        .client
        .execute("delete from realtime.messages", &[])
        .await
        .map_err(refused)?;
    Ok(ok(&json!({ "deleted": deleted })))
}

async fn stats(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let query = Query::read(query.as_deref())?;
    let sql = "with chosen as (select * from realtime.messages \
           where ($1::text is null or channel_id = $1::text::uuid) \
             and ($2::text is null or created_at >= $2::text::timestamptz)), \
         top as (select event_name, count(*) as times from chosen group by 1 order by 2 desc, 1 limit 10) \
         select jsonb_build_object('totalMessages', (select count(*) from chosen), \
           'whDeliveryRate', (select coalesce(sum(wh_delivered_count)::float8 / nullif(sum(wh_audience_count), 0), 0) from chosen), \
           'topEvents', (select coalesce(jsonb_agg(jsonb_build_object('eventName', event_name, 'count', times)), '[]') from top), \
           'retentionDays', (select retention_days from realtime.config))::text";
    one(&app, sql, &[&query.channel, &query.since]).await
}

pub(crate) async fn permissions(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    // The backend passes the roles on as PostgreSQL writes an array.
    let sql = "with found as (select tablename, cmd, jsonb_build_object('policyName', policyname, 'tableName', tablename, \
           'command', cmd, 'roles', roles::text, 'using', qual, 'withCheck', with_check) as policy \
           from pg_policies where schemaname = 'realtime') \
         select jsonb_build_object( \
           'subscribe', jsonb_build_object('policies', (select coalesce(jsonb_agg(policy), '[]') from found \
             where tablename = 'channels' and cmd in ('SELECT', 'ALL'))), \
           'publish', jsonb_build_object('policies', (select coalesce(jsonb_agg(policy), '[]') from found \
             where tablename = 'messages' and cmd in ('INSERT', 'ALL'))))::text";
    one(&app, sql, &[]).await
}

async fn config(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    Caller::admin(&app, &headers)?;
    let sql = "select jsonb_build_object('retentionDays', retention_days)::text from realtime.config";
    one(&app, sql, &[]).await
}

async fn set_config(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    Caller::admin(&app, &headers)?;
    let days = match object(&headers, &body)?.get("retentionDays") {
        Some(Value::Null) => None,
        Some(days) => match days.as_i64().and_then(|days| i32::try_from(days).ok()) {
            Some(days) if days > 0 => Some(days),
            _ => {
                return Err(Failure::invalid_input(
                    "retentionDays: Number must be greater than 0",
                ));
            }
        },
        None => return Err(Failure::invalid_input("retentionDays: Required")),
    };
    let sql = "update realtime.config set retention_days = $1 \
               returning jsonb_build_object('message', 'Realtime config updated')::text";
    one(&app, sql, &[&days]).await
}

/// The fields of a channel definition that a body has.
struct ChannelFields {
    pattern: Option<String>,
    description: Option<String>,
    urls: Option<Vec<String>>,
    enabled: Option<bool>,
}

impl ChannelFields {
    fn read(body: &Map<String, Value>) -> Result<Self, Failure> {
        let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        let pattern = text("pattern");
        let refused = |message: String| {
            Failure::new(
                StatusCode::BAD_REQUEST,
                "REALTIME_INVALID_CHANNEL_REQUEST",
                message,
            )
        };
        if pattern.as_deref() == Some("") {
            return Err(refused("pattern: Channel pattern is required".to_owned()));
        }
        for (place, url) in body
            .get("webhookUrls")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            if url.as_str().is_some_and(|url| url::Url::parse(url).is_err()) {
                return Err(refused(format!("webhookUrls.{place}: Invalid url")));
            }
        }
        if pattern.as_deref().is_some_and(|pattern| !is_pattern(pattern)) {
            return Err(Failure::new(
                StatusCode::BAD_REQUEST,
                "REALTIME_INVALID_CHANNEL_PATTERN",
                "Invalid channel pattern. Use alphanumeric characters, colons, hyphens, and % for wildcards.",
            ));
        }
        let urls = body.get("webhookUrls").and_then(Value::as_array).map(|urls| {
            let texts = urls.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        });
        Ok(Self {
            pattern,
            description: text("description"),
            urls,
            enabled: body.get("enabled").and_then(Value::as_bool),
        })
    }
}

/// Parts of letters, digits and hyphens between colons; a wildcard only after the first colon.
fn is_pattern(text: &str) -> bool {
    text.split(':').enumerate().all(|(place, part)| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'%' && place > 0;
        !part.is_empty() && part.bytes().all(fits)
    })
}

/// The parameters of the message lists.
#[derive(Default)]
struct Query {
    channel: Option<String>,
    event: Option<String>,
    since: Option<String>,
    limit: i64,
    offset: i64,
}

impl Query {
    fn read(text: Option<&str>) -> Result<Self, Failure> {
        let mut query = Self {
            limit: 100,
            ..Self::default()
        };
        for (name, value) in url::form_urlencoded::parse(text.unwrap_or_default().as_bytes()) {
            let value = value.into_owned();
            match &*name {
                "channelId" => query.channel = Some(value),
                "eventName" => query.event = Some(value),
                "since" => query.since = Some(value),
                "limit" => query.limit = value.parse().unwrap_or(0),
                "offset" => query.offset = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        if !(1..=1000).contains(&query.limit) {
            return Err(Failure::invalid_input("limit: Number must be between 1 and 1000"));
        }
        Ok(query)
    }
}

async fn rows(app: &App, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Answer {
    let found = app.client.query(sql, params).await.map_err(refused)?;
    let texts: Vec<String> = found.iter().map(|row| row.get(0)).collect();
    Ok(json_text(StatusCode::OK, format!("[{}]", texts.join(","))))
}

async fn one(app: &App, sql: &str, params: &[&(dyn ToSql + Sync)]) -> Answer {
    match app.client.query_opt(sql, params).await.map_err(refused)? {
        Some(row) => Ok(json_text(StatusCode::OK, row.get(0))),
        None => Err(Failure::new(
            StatusCode::NOT_FOUND,
            "REALTIME_CHANNEL_NOT_FOUND",
            "Channel not found",
        )),
    }
}

fn invalid(message: &str) -> Failure {
    Failure::new(
        StatusCode::BAD_REQUEST,
        "REALTIME_INVALID_CHANNEL_REQUEST",
        message,
    )
}

fn refused(error: tokio_postgres::Error) -> Failure {
    match error.as_db_error() {
        Some(problem) if *problem.code() == SqlState::UNIQUE_VIOLATION => Failure::new(
            StatusCode::CONFLICT,
            "DATABASE_DUPLICATE",
            problem.message(),
        )
        .hint(
            "A record with this field(pattern) already exists. You can query the existing record by using \
                 the query tool and then try again.",
        ),
        Some(problem) => Failure::internal(problem.message()),
        None => Error::Sql(error).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_pattern;

    #[test]
    fn a_wildcard_stands_after_a_colon_only() {
        for good in ["orders", "order:%", "a-1:b:%-x"] {
            assert!(is_pattern(good), "{good}");
        }
        for bad in ["", "%", "a:", ":a", "fx_under.score", "a%:b"] {
            assert!(!is_pattern(bad), "{bad}");
        }
    }
}
