-- The schema of realtime: channel definitions, messages, and the function that triggers publish with.

create schema realtime;

-- A time as JavaScript writes it.
create function system.iso(at timestamptz) returns text language sql stable as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

create table realtime.channels (
  id uuid primary key default gen_random_uuid(),
  pattern text not null unique,
  description text,
  webhook_urls text[],
  enabled boolean not null default true,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);

create table realtime.messages (
  id uuid primary key default gen_random_uuid(),
  event_name text not null,
  channel_id uuid references realtime.channels (id) on delete set null,
  channel_name text not null,
  payload jsonb not null default '{}'::jsonb,
  sender_type text not null default 'system' check (sender_type in ('system', 'user')),
  sender_id uuid,
  ws_audience_count integer not null default 0,
  wh_audience_count integer not null default 0,
  wh_delivered_count integer not null default 0,
  created_at timestamptz default now()
);

create table realtime.config (
  retention_days integer check (retention_days is null or retention_days > 0)
);
insert into realtime.config values (null);

create trigger update_channels_updated_at before update on realtime.channels
  for each row execute function system.update_updated_at();

-- The channel that a policy decides on.
create function realtime.channel_name() returns text language sql stable as $$
  select nullif(current_setting('realtime.channel_name', true), '')
$$;

create function realtime.channel_of(name text) returns uuid language sql stable as $$
  select id from realtime.channels
  where enabled and (pattern = name or name like pattern)
  order by pattern = name desc
  limit 1
$$;

create function realtime.publish(p_channel_name text, p_event_name text, p_payload jsonb) returns uuid
language plpgsql security definer as $$
declare
  channel uuid := realtime.channel_of(p_channel_name);
  message uuid;
begin
  if channel is null then
    raise warning 'Realtime: No matching channel found for "%"', p_channel_name;
    return null;
  end if;
  insert into realtime.messages (event_name, channel_id, channel_name, payload, sender_type)
  values (p_event_name, channel, p_channel_name, p_payload, 'system')
  returning id into message;
  return message;
end $$;

create function realtime.notify_on_message_insert() returns trigger language plpgsql as $$
begin
  perform pg_notify('realtime_message', new.id::text);
  return new;
end $$;

create trigger trg_message_notify after insert on realtime.messages
  for each row execute function realtime.notify_on_message_insert();

revoke all on function realtime.publish(text, text, jsonb) from public;
grant usage on schema realtime to anon, authenticated, project_admin;
grant select on realtime.channels to anon, authenticated;
grant insert on realtime.messages to anon, authenticated, project_admin;
grant select on all tables in schema realtime to project_admin;
grant insert, update, delete on realtime.channels to project_admin;
grant execute on function realtime.publish(text, text, jsonb) to project_admin;

-- As with the objects of storage: policies are the administrator's to write.
alter table realtime.channels owner to project_admin;
alter table realtime.messages owner to project_admin;
