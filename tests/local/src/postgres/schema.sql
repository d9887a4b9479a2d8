-- The base schema of a local InsForge: roles, grants and helper functions as a fresh InsForge 2.3 project has them.
-- Applied once to the template; a change here changes the template's name in the cache, so old templates are never reused.

do $$
declare
  wanted text;
begin
  -- Roles belong to the whole server; on a borrowed server they may be there already.
  foreach wanted in array array['anon', 'authenticated', 'project_admin'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end $$;

do $$
begin
  alter role project_admin bypassrls;
exception when others then
  -- Another instance on the same borrowed server may be writing the same row at this moment.
  if not (select rolbypassrls from pg_roles where rolname = 'project_admin') then
    raise;
  end if;
end $$;

create schema auth;
create schema system;

-- Migrations that administrators have applied, the newest being the one with the greatest number.
create table system.custom_migrations (
  version text primary key check (version ~ '^[0-9]{1,64}$'),
  name text not null,
  statements text[] not null,
  created_at timestamptz not null default now()
);

-- Helpers for users' triggers and for the data API.

create function system.update_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end $$;

create function system.reload_postgrest_schema() returns void language sql as $$
  select pg_notify('pgrst', 'reload schema')
$$;

-- Every user schema is reachable through the data API; grants decide what may be done there.
create function system.exposed_schemas() returns text language sql stable set search_path = pg_catalog as $$
  select coalesce(string_agg(n.nspname, ', ' order by n.nspname <> 'public', n.nspname), 'public')
  from pg_namespace n
  where n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
    and n.nspname <> all (array['ai', 'auth', 'compute', 'deployments', 'email', 'functions', 'memory', 'payments',
                                'realtime', 'schedules', 'storage', 'system'])
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_namespace'::regclass and d.objid = n.oid
        and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
    )
$$;

-- Counts schema changes, so that the server knows when PostgREST has to read the schema again, and tells it about
-- changes made over a connection of the user's own.
create sequence system.schema_generation;

create function system.note_schema_change() returns event_trigger language plpgsql security definer
set search_path = pg_catalog as $$
begin
  if tg_tag in ('GRANT', 'REVOKE', 'COMMENT', 'CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'CREATE TRIGGER',
                'CREATE INDEX', 'DROP INDEX', 'ALTER DEFAULT PRIVILEGES') then
    return;
  end if;
  perform nextval('system.schema_generation');
  if current_setting('application_name') <> 'insforge-local' then
    perform pg_notify('pgrst', 'reload schema');
  end if;
end $$;

create event trigger insforge_local_schema_change on ddl_command_end execute function system.note_schema_change();

-- Objects made by the database owner in `public` belong to project_admin afterwards, as InsForge arranges it.
create function system.reassign_public_objects() returns void language plpgsql set search_path = pg_catalog as $$
declare
  command text;
begin
  for command in
    select format('alter %s %I.%I owner to project_admin',
                  case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                                 when 'f' then 'foreign table' else 'table' end,
                  'public', c.relname)
    from pg_class c
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      and c.relowner <> 'project_admin'::regrole
      and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass
                      and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('a', 'i')))
    union all
    select format('alter routine %s owner to project_admin', p.oid::regprocedure)
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and p.proowner <> 'project_admin'::regrole
      and p.prokind in ('f', 'p', 'w')
      and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
    union all
    select format('alter type %I.%I owner to project_admin', 'public', t.typname)
    from pg_type t
    where t.typnamespace = 'public'::regnamespace
      and t.typtype in ('d', 'e', 'r')
      and t.typowner <> 'project_admin'::regrole
      and not exists (select from pg_depend d where d.objid = t.oid and d.classid = 'pg_type'::regclass and d.deptype = 'e')
  loop
    execute command;
  end loop;
end $$;

-- Who is asking, from the claims PostgREST sets for each request.

create function auth.jwt() returns jsonb language sql stable as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb
$$;

create function auth.uid() returns uuid language sql stable as $$
  select nullif(auth.jwt() ->> 'sub', '')::uuid
$$;

create function auth.role() returns text language sql stable as $$
  select nullif(auth.jwt() ->> 'role', '')
$$;

create function auth.email() returns text language sql stable as $$
  select nullif(auth.jwt() ->> 'email', '')
$$;

create table auth.users (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  password text,
  email_verified boolean not null default false,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  profile jsonb default '{}'::jsonb,
  metadata jsonb default '{}'::jsonb,
  is_project_admin boolean not null default false,
  is_anonymous boolean not null default false
);

create table auth.user_providers (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  provider text not null,
  provider_account_id text not null,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  unique (provider, provider_account_id)
);

-- Grants and default privileges.

grant usage on schema public to anon, authenticated;
grant all on schema public to project_admin;
grant usage on schema auth to public;
grant usage on schema system to project_admin;

grant select on all tables in schema auth, system to project_admin;
grant insert, update, delete, references, trigger on auth.users to project_admin;
grant insert, update, delete on auth.user_providers to project_admin;

alter default privileges in schema public grant select, insert, update, delete on tables to anon, authenticated;
alter default privileges in schema public grant usage, select on sequences to anon, authenticated;
alter default privileges in schema public grant all on tables to project_admin;
alter default privileges in schema public grant all on sequences to project_admin;
alter default privileges in schema public grant execute on functions to project_admin;
alter default privileges for role project_admin in schema public
  grant select, insert, update, delete on tables to anon, authenticated;
alter default privileges for role project_admin in schema public grant usage, select on sequences to anon, authenticated;

do $$
begin
  execute format('grant create on database %I to project_admin', current_database());
end $$;

-- What InsForge projects find installed; a server without the contrib modules still works.
do $$
begin
  create extension if not exists pgcrypto;
exception when others then
  raise notice 'pgcrypto is not available';
end $$;
