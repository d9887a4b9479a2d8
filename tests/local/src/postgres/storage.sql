
-- Storage: buckets, the rows of their objects, and the limit, as InsForge has them after all of its migrations.

create schema storage;

create table storage.buckets (
  name text primary key,
  public boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table storage.objects (
  bucket text not null constraint objects_bucket_fkey references storage.buckets (name) on delete cascade,
  key text not null,
  size integer not null,
  mime_type text,
  uploaded_at timestamptz default now(),
  uploaded_by text,
  uploaded_via text not null default 'rest' check (uploaded_via in ('rest', 's3', 'dashboard')),
  s3_access_key_id text,
  etag text,
  primary key (bucket, key)
);

create table storage.config (
  id uuid primary key default gen_random_uuid(),
  max_file_size_mb integer not null default 50 check (max_file_size_mb between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

insert into storage.config default values;

create trigger update_storage_config_updated_at before update on storage.config
  for each row execute function system.update_updated_at();

create table storage.s3_access_keys (
  id uuid primary key default gen_random_uuid(),
  access_key_id text not null unique,
  secret_access_key text not null,
  description text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

-- Parts of a key, for policies.

create function storage.foldername(name text) returns text[] language sql immutable parallel safe as $$
  select (string_to_array(name, '/'))[1 : cardinality(string_to_array(name, '/')) - 1]
$$;

create function storage.filename(name text) returns text language sql immutable parallel safe as $$
  select (string_to_array(name, '/'))[cardinality(string_to_array(name, '/'))]
$$;

create function storage.extension(name text) returns text language sql immutable parallel safe as $$
  select substring(name from '\.([^./\\]+)$')
$$;

-- Row level security is off in a fresh project: every user may do everything, anon nothing.
grant usage on schema storage to authenticated, project_admin;
grant select, insert, update, delete on storage.objects to authenticated, project_admin;
grant select on all tables in schema storage to project_admin;
revoke select on storage.s3_access_keys from project_admin;

-- Policies are the administrator's to write. InsForge lets only those statements through, by a library of its own.
alter table storage.objects owner to project_admin;
