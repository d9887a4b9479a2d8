//! What a table is made of, read from the catalogue.

/// The foreign keys of the table `$2` in the schema `$1`, as one JSON array.
pub(crate) const FOREIGN_KEYS: &str = "select coalesce(jsonb_agg(key order by name), '[]')::text from ( \
    select c.conname::text as name, jsonb_build_object( \
      'constraintName', c.conname, \
      'referenceTable', case when fn.nspname = 'public' then fc.relname else (fn.nspname || '.' || fc.relname) end, \
      'referenceColumns', (select jsonb_agg(jsonb_build_object('sourceColumn', s.attname, 'referenceColumn', r.attname) order by u.place) \
        from unnest(c.conkey, c.confkey) with ordinality as u(source, target, place) \
        join pg_attribute s on s.attrelid = c.conrelid and s.attnum = u.source \
        join pg_attribute r on r.attrelid = c.confrelid and r.attnum = u.target), \
      'onDelete', '{\"a\":\"NO ACTION\",\"r\":\"RESTRICT\",\"c\":\"CASCADE\",\"n\":\"SET NULL\",\"d\":\"SET DEFAULT\"}'::jsonb ->> c.confdeltype::text, \
      'onUpdate', '{\"a\":\"NO ACTION\",\"r\":\"RESTRICT\",\"c\":\"CASCADE\",\"n\":\"SET NULL\",\"d\":\"SET DEFAULT\"}'::jsonb ->> c.confupdtype::text) as key \
    from pg_constraint c \
    join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace \
    join pg_class fc on fc.oid = c.confrelid join pg_namespace fn on fn.oid = fc.relnamespace \
    where c.contype = 'f' and n.nspname = $1 and t.relname = $2) as keys";

/// The columns of a table, one row each: name, type, nullable, in the primary key, in a unique constraint, default.
pub(crate) const COLUMNS: &str = "select c.column_name::text, \
      case when c.data_type = 'USER-DEFINED' then c.udt_name::text else c.data_type::text end, \
      c.is_nullable = 'YES', \
      coalesce(bool_or(k.constraint_type = 'PRIMARY KEY'), false), \
      coalesce(bool_or(k.constraint_type is not null), false), \
      c.column_default::text \
    from information_schema.columns c \
    left join (select u.column_name, t.constraint_type from information_schema.table_constraints t \
      join information_schema.key_column_usage u on u.constraint_name = t.constraint_name and u.table_schema = t.table_schema \
        and u.table_name = t.table_name \
      where t.table_schema = $1 and t.table_name = $2 and t.constraint_type in ('PRIMARY KEY', 'UNIQUE')) k \
      on k.column_name = c.column_name \
    where c.table_schema = $1 and c.table_name = $2 \
    group by c.column_name, c.data_type, c.udt_name, c.is_nullable, c.column_default, c.ordinal_position \
    order by c.ordinal_position";

/// The whole of a table in `public` (`$1`), as exports describe it, without its rows.
pub(crate) const STRUCTURE: &str = "select jsonb_build_object( \
    'schema', (select coalesce(jsonb_agg(jsonb_build_object('columnName', column_name, 'dataType', data_type, \
        'characterMaximumLength', character_maximum_length, 'isNullable', is_nullable, 'columnDefault', column_default) \
        order by ordinal_position), '[]') from information_schema.columns where table_schema = 'public' and table_name = $1), \
    'indexes', (select coalesce(jsonb_agg(jsonb_build_object('indexname', i.indexname, 'indexdef', i.indexdef, \
        'isUnique', x.indisunique, 'isPrimary', x.indisprimary) order by i.indexname), '[]') from pg_indexes i \
        join pg_class c on c.relname = i.indexname and c.relnamespace = 'public'::regnamespace \
        join pg_index x on x.indexrelid = c.oid where i.schemaname = 'public' and i.tablename = $1), \
    'rlsEnabled', coalesce((select relrowsecurity from pg_class where relname = $1 and relnamespace = 'public'::regnamespace), false), \
    'policies', (select coalesce(jsonb_agg(jsonb_build_object('policyname', policyname, 'cmd', cmd, 'roles', roles::text, \
        'qual', qual, 'withCheck', with_check)), '[]') from pg_policies where schemaname = 'public' and tablename = $1), \
    'triggers', (select coalesce(jsonb_agg(jsonb_build_object('triggerName', trigger_name, 'actionTiming', action_timing, \
        'eventManipulation', event_manipulation, 'actionOrientation', action_orientation, 'actionCondition', action_condition, \
        'actionStatement', action_statement, 'newTable', action_reference_new_table, 'oldTable', action_reference_old_table) \
        order by trigger_name), '[]') from information_schema.triggers where event_object_schema = 'public' and event_object_table = $1), \
    'rows', '[]'::jsonb)::text";

/// The backend's word for an SQL type.
pub(crate) fn column_type(sql: &str) -> String {
    match sql.to_lowercase().as_str() {
        "uuid" => "uuid",
        "timestamptz" | "timestamp with time zone" => "datetime",
        "date" => "date",
        "integer" | "bigint" | "smallint" => "integer",
        "double precision" | "real" | "numeric" => "float",
        "boolean" => "boolean",
        "json" | "jsonb" | "array" => "json",
        "text" | "varchar" | "char" | "character varying" | "character" => "string",
        _ => return sql.chars().take(8).collect(),
    }
    .to_owned()
}

/// A default without its cast, as the backend shows it.
pub(crate) fn shown_default(sql: &str) -> String {
    let cast = sql.rsplit_once("::").filter(|(_, name)| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' ')
    });
    let Some((value, _)) = cast else {
        return sql.to_owned();
    };
    // The first `::` ends the value, as the backend's pattern has it.
    let value = sql
        .split_once("::")
        .filter(|(_, rest)| rest.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ' '))
        .map_or(value, |(value, _)| value);
    value
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
        .filter(|text| !text.contains('\''))
        .unwrap_or(value)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{column_type, shown_default};

    #[test]
    fn types_and_defaults_are_shown_as_the_backend_shows_them() {
        for (sql, word) in [
            ("bigint", "integer"),
            ("ARRAY", "json"),
            ("interval", "interval"),
            ("int4range", "int4rang"),
        ] {
            assert_eq!(column_type(sql), word);
        }
        for (sql, shown) in [
            ("'abc'::text", "abc"),
            ("now()", "now()"),
            ("0", "0"),
            ("true", "true"),
            ("'it''s'::text", "'it''s'"),
            ("'a'::character varying", "a"),
            ("nextval('t_id_seq'::regclass)", "nextval('t_id_seq'::regclass)"),
        ] {
            assert_eq!(shown_default(sql), shown, "{sql}");
        }
    }
}
