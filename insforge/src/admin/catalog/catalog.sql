with
internal as (
  select unnest(array['ai', 'auth', 'compute', 'deployments', 'email', 'functions', 'memory', 'payments',
                      'realtime', 'schedules', 'storage', 'system']) as name
),
spaces as (
  select n.oid, n.nspname as name, n.nspname in (select name from internal) as internal
  from pg_catalog.pg_namespace n
  where left(n.nspname, 3) <> 'pg_'
    and n.nspname <> 'information_schema'
    and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e'
    )
),
named_columns as (
  select a.attrelid, a.attnum, a.attname from pg_catalog.pg_attribute a where a.attnum > 0 and not a.attisdropped
)
select json_build_object(
  'exposed', (
    select substr(entry, length('pgrst.db_schemas=') + 1)
    from pg_catalog.pg_db_role_setting s
    join pg_catalog.pg_database d on d.datname = current_database() and s.setdatabase in (0, d.oid)
    cross join unnest(s.setconfig) as entry
    where entry like 'pgrst.db_schemas=%'
    order by s.setrole <> 0 desc, s.setdatabase <> 0 desc
    limit 1
  ),
  'schemas', (
    select json_agg(json_build_object('name', s.name, 'internal', s.internal) order by s.name collate "C")
    from spaces s
  ),
  'types', (
    select json_agg(json_build_object(
      'oid', t.oid::int8,
      'array', t.typarray::int8,
      'schema', n.nspname,
      'name', t.typname,
      'kind', t.typtype,
      'base', nullif(t.typbasetype::int8, 0),
      'base_spelled', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
      'not_null', t.typnotnull,
      'default', t.typdefault,
      'labels', (
        select json_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid
      )
    ) order by n.nspname collate "C", t.typname collate "C")
    from pg_catalog.pg_type t
    join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where not (t.typcategory = 'A' and t.typelem <> 0 and t.typarray = 0)
      and (t.typtype <> 'c' or t.typnamespace in (select oid from spaces where not internal))
  ),
  'relations', (
    select json_agg(json_build_object(
      'schema', s.name,
      'name', c.relname,
      'kind', c.relkind,
      'partition', c.relispartition,
      'comment', obj_description(c.oid, 'pg_class'),
      'row_security', c.relrowsecurity,
      'security_invoker', coalesce((
        select bool_or(lower(entry) in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1'))
        from unnest(c.reloptions) as entry
      ), false),
      'anon_reads', coalesce(
        has_schema_privilege(to_regrole('anon')::oid, s.oid, 'usage')
          and has_any_column_privilege(to_regrole('anon')::oid, c.oid, 'select'),
        false
      ),
      'columns', (
        select json_agg(json_build_object(
          'name', a.attname,
          'type', a.atttypid::int8,
          'spelled', format_type(a.atttypid, a.atttypmod),
          'not_null', a.attnotnull,
          'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
          'identity', a.attidentity,
          'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
          'comment', col_description(c.oid, a.attnum)
        ) order by a.attnum)
        from pg_catalog.pg_attribute a
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ),
      'keys', (
        select json_agg(json_build_object(
          'name', k.conname,
          'primary', k.contype = 'p',
          'columns', (
            select json_agg(a.attname order by p.place)
            from unnest(k.conkey) with ordinality as p(num, place)
            join named_columns a on a.attrelid = k.conrelid and a.attnum = p.num
          )
        ) order by k.conname collate "C")
        from pg_catalog.pg_constraint k
        where k.conrelid = c.oid and k.contype in ('p', 'u')
      ),
      'indexes', (
        select json_agg(json_build_object(
          'name', x.relname,
          'columns', (
            select json_agg(a.attname order by p.place)
            from unnest(i.indkey::int2[]) with ordinality as p(num, place)
            join named_columns a on a.attrelid = i.indrelid and a.attnum = p.num
            where p.place <= i.indnkeyatts
          )
        ) order by x.relname collate "C")
        from pg_catalog.pg_index i
        join pg_catalog.pg_class x on x.oid = i.indexrelid
        where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
          and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      ),
      'foreign_keys', (
        select json_agg(json_build_object(
          'name', k.conname,
          'schema', fn.nspname,
          'table', f.relname,
          'columns', (
            select json_agg(a.attname order by p.place)
            from unnest(k.conkey) with ordinality as p(num, place)
            join named_columns a on a.attrelid = k.conrelid and a.attnum = p.num
          ),
          'key', (
            select json_agg(a.attname order by p.place)
            from unnest(k.confkey) with ordinality as p(num, place)
            join named_columns a on a.attrelid = k.confrelid and a.attnum = p.num
          )
        ) order by k.conname collate "C")
        from pg_catalog.pg_constraint k
        join pg_catalog.pg_class f on f.oid = k.confrelid
        join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0
      ),
      'triggers', (
        select json_agg(json_build_object(
          'name', t.tgname,
          'function', p.proname,
          'before_insert', (t.tgtype & 7) = 7
        ) order by t.tgname collate "C")
        from pg_catalog.pg_trigger t
        join pg_catalog.pg_proc p on p.oid = t.tgfoid
        where t.tgrelid = c.oid and not t.tgisinternal
      )
    ) order by s.name collate "C", c.relname collate "C")
    from pg_catalog.pg_class c
    join spaces s on s.oid = c.relnamespace and not s.internal
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
  ),
  'functions', (
    select json_agg(json_build_object(
      'schema', s.name,
      'name', p.proname,
      'comment', obj_description(p.oid, 'pg_proc'),
      'volatility', p.provolatile,
      'set', p.proretset,
      'returns', p.prorettype::int8,
      'returns_spelled', format_type(p.prorettype, null),
      'inputs', p.pronargs,
      'defaults', p.pronargdefaults,
      'arguments', (
        select json_agg(json_build_object(
          'name', coalesce(p.proargnames[g.place], ''),
          'mode', coalesce(p.proargmodes[g.place], 'i'),
          'type', g.type::int8,
          'spelled', format_type(g.type, null)
        ) order by g.place)
        from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as g(type, place)
      )
    ) order by s.name collate "C", p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C")
    from pg_catalog.pg_proc p
    join spaces s on s.oid = p.pronamespace and not s.internal
    where p.prokind = 'f'
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      )
  )
)::text as catalog
