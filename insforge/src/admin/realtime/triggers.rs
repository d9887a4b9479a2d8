//! Triggers that publish what changes in a table: InsForge itself publishes nothing of the kind.

use serde_json::Value;

use super::AdminRealtime;
use crate::client::run_sql;
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Table, TableMeta};

const TRIGGER: &str = "insforge_changes";
const PUBLISH: &str = "admin.realtime.publish_changes";
const STOP: &str = "admin.realtime.stop_changes";
const VERIFY: &str = "admin.realtime.verify_changes";

/// PostgreSQL cuts longer names off.
const MAX_NAME: usize = 63;

/// A function takes a hundred arguments, and a column needs two.
const COLUMNS_A_CALL: usize = 50;

impl AdminRealtime {
    /// Lets the database publish every insert, update and delete of `T`'s table on a channel, for
    /// `ChannelHandle::subscribe_changes` (feature `realtime`) to read. The channel needs a definition; see
    /// [`create_channel`](Self::create_channel). Calling it again replaces what was there.
    ///
    /// It makes a function and a trigger `insforge_changes` by SQL. They publish the columns of the struct and no
    /// others, numbers that JSON would round as text.
    ///
    /// **Everybody who may read the channel reads every row**: the table's row-level security does not apply to
    /// messages. Each change is written to `realtime.messages` too.
    ///
    /// ```no_run
    /// # use insforge::prelude::*;
    /// # #[derive(Table)]
    /// # #[table(name = "todos")]
    /// # struct Todo { #[column(pk, identity = always)] id: i64, title: String }
    /// # async fn demo(admin: insforge::Client<insforge::Admin>) -> insforge::Result<()> {
    /// admin.realtime().publish_changes::<Todo>("todos").await?;
    /// admin.realtime().verify_changes::<Todo>("todos").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Request`](ErrorKind::Request) for a name that no channel has, a view, or a table whose name is too long;
    /// those of [`Client::sql`](crate::Client::sql).
    pub async fn publish_changes<T: Table>(&self, channel: &str) -> Result<()> {
        let sql = self
            .names::<T>()
            .and_then(|names| check_channel(channel).map(|()| install(&names, T::META, channel)))
            .map_err(|error| error.with_operation(PUBLISH))?;
        run_sql(&self.caller, PUBLISH, &sql, &[]).await.map(drop)
    }

    /// Takes away what [`publish_changes`](Self::publish_changes) has made; nothing where nothing was.
    ///
    /// # Errors
    /// As [`publish_changes`](Self::publish_changes).
    pub async fn stop_changes<T: Table>(&self) -> Result<()> {
        let names = self.names::<T>().map_err(|error| error.with_operation(STOP))?;
        let sql = format!(
            "drop trigger if exists {TRIGGER} on {}; drop function if exists {}()",
            names.table, names.function
        );
        run_sql(&self.caller, STOP, &sql, &[]).await.map(drop)
    }

    /// Whether the changes of `T`'s table are published on this channel as this struct reads them.
    ///
    /// # Errors
    /// [`Config`](ErrorKind::Config) where there is no trigger, it is off, it publishes on another channel or other
    /// columns, or no enabled definition matches the channel; the message says which and what to do.
    pub async fn verify_changes<T: Table>(&self, channel: &str) -> Result<()> {
        let names = self.names::<T>().map_err(|error| error.with_operation(VERIFY))?;
        let found = run_sql(
            &self.caller,
            VERIFY,
            "select p.prosrc as body, t.tgenabled in ('O', 'A') as enabled, \
             exists (select from realtime.channels c where c.enabled and (c.pattern = $2 or $2 like c.pattern)) as defined \
             from (select 1) one \
             left join pg_trigger t on t.tgrelid = to_regclass($1) and t.tgname = $3 and not t.tgisinternal \
             left join pg_proc p on p.oid = t.tgfoid",
            &[names.table.as_str().into(), channel.into(), TRIGGER.into()],
        )
        .await?;
        let row = found.rows.first().cloned().unwrap_or_default();
        let is_true = |name: &str| row.get(name) == Some(&Value::Bool(true));
        let problem = match row.get("body").and_then(Value::as_str) {
            None => "no trigger publishes the changes of this table",
            Some(_) if !is_true("enabled") => {
                "the trigger that publishes the changes of this table is switched off"
            }
            Some(found) if found != body(T::META, channel) => {
                "the trigger publishes other columns, or on another channel"
            }
            Some(_) if !is_true("defined") => {
                let problem = format!(
                    "no enabled channel definition matches {channel:?}: make one with create_channel"
                );
                return Err(Error::config(problem).with_operation(VERIFY));
            }
            Some(_) => return Ok(()),
        };
        let problem = format!("{}: {problem}; call publish_changes", names.table);
        Err(Error::new(ErrorKind::Config, problem).with_operation(VERIFY))
    }

    fn names<T: Table>(&self) -> Result<Names> {
        let meta = T::META;
        if meta.kind != crate::schema::RelationKind::Table {
            return Err(Error::request(format!(
                "{} is a view, and only tables tell of their changes",
                meta.name
            )));
        }
        let schema = meta.schema.or(self.schema.as_deref()).unwrap_or("public");
        let function = format!("{TRIGGER}_of_{}", meta.name);
        if function.len() > MAX_NAME {
            return Err(Error::request(format!(
                "the name of the table {} is too long for the function {function}: {MAX_NAME} bytes are allowed",
                meta.name
            )));
        }
        Ok(Names {
            table: format!("{}.{}", name(schema), name(meta.name)),
            function: format!("{}.{}", name(schema), name(&function)),
        })
    }
}

/// What the SQL calls things, quoted.
struct Names {
    table: String,
    function: String,
}

fn check_channel(channel: &str) -> Result<()> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':');
    if channel.is_empty() || !channel.bytes().all(fits) {
        return Err(Error::request(format!(
            "{channel:?} is no name of a channel; names are like chat:1, of letters, digits, - and :"
        )));
    }
    Ok(())
}

/// The users who cause the changes may not publish, so the function has the rights of its owner.
fn install(names: &Names, meta: &TableMeta, channel: &str) -> String {
    let Names { table, function } = names;
    let body = body(meta, channel);
    format!(
        "create or replace function {function}() returns trigger language plpgsql security definer \
         set search_path = '' as $insforge${body}$insforge$; \
         revoke all on function {function}() from public; \
         drop trigger if exists {TRIGGER} on {table}; \
         create trigger {TRIGGER} after insert or update or delete on {table} \
         for each row execute function {function}()"
    )
}

fn body(meta: &TableMeta, channel: &str) -> String {
    let (new, old) = (row(meta, "new"), row(meta, "old"));
    format!(
        " begin \
         if tg_op = 'INSERT' then perform realtime.publish('{channel}', tg_op, pg_catalog.jsonb_build_object('new', {new})); \
         elsif tg_op = 'UPDATE' then perform realtime.publish('{channel}', tg_op, pg_catalog.jsonb_build_object('new', {new}, 'old', {old})); \
         else perform realtime.publish('{channel}', tg_op, pg_catalog.jsonb_build_object('old', {old})); \
         end if; return null; end "
    )
}

/// The row as an object of the struct's columns, under the casts that a select reads them with.
fn row(meta: &TableMeta, record: &str) -> String {
    let columns: Vec<String> = meta
        .columns
        .iter()
        .filter(|column| !column.computed)
        .map(|column| {
            let cast = column.cast.map_or_else(String::new, |cast| format!("::{cast}"));
            format!("{}, {record}.{}{cast}", literal(column.name), name(column.name))
        })
        .collect();
    let calls: Vec<String> = columns
        .chunks(COLUMNS_A_CALL)
        .map(|columns| format!("pg_catalog.jsonb_build_object({})", columns.join(", ")))
        .collect();
    if calls.len() == 1 {
        return calls.concat();
    }
    calls.join(" operator(pg_catalog.||) ")
}

fn name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if quoted.contains('\\') {
        format!("E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}
