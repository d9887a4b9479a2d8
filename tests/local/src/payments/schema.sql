-- The schema of payments: what the project has read of its providers, what users have asked of them, and what they have
-- reported. Nothing but the server writes here, apart from the rows by which users ask, which policies may judge.

create schema payments;

create table payments.provider_connections (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  environment text not null check (environment in ('test', 'live')),
  status text not null default 'unconfigured' check (status in ('unconfigured', 'connected', 'error')),
  provider_account_id text,
  account_email text,
  account_name text,
  account_livemode boolean,
  webhook_endpoint_id text,
  webhook_endpoint_url text,
  webhook_configured_at timestamptz,
  last_synced_at timestamptz,
  last_sync_status text check (last_sync_status in ('succeeded', 'failed')),
  last_sync_error text,
  last_sync_counts jsonb not null default '{}',
  raw jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, environment)
);

create table payments.stripe_products (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  product_id text not null,
  name text not null,
  description text,
  active boolean not null,
  default_price_id text,
  metadata jsonb not null default '{}',
  raw jsonb not null default '{}',
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, product_id)
);

create table payments.stripe_prices (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  price_id text not null,
  product_id text,
  active boolean not null,
  currency text not null,
  unit_amount bigint,
  unit_amount_decimal text,
  type text not null,
  lookup_key text,
  billing_scheme text,
  tax_behavior text,
  recurring_interval text,
  recurring_interval_count integer,
  metadata jsonb not null default '{}',
  raw jsonb not null default '{}',
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, price_id)
);

create table payments.stripe_checkout_sessions (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  mode text not null check (mode in ('payment', 'subscription')),
  status text not null default 'initialized'
    check (status in ('initialized', 'open', 'completed', 'expired', 'failed')),
  payment_status text check (payment_status in ('paid', 'unpaid', 'no_payment_required')),
  subject_type text,
  subject_id text,
  customer_email text,
  line_items jsonb not null default '[]',
  success_url text not null,
  cancel_url text not null,
  idempotency_key text,
  request_hash text,
  metadata jsonb not null default '{}',
  checkout_session_id text,
  customer_id text,
  payment_intent_id text,
  subscription_id text,
  url text,
  last_error text,
  raw jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, checkout_session_id),
  unique (environment, idempotency_key)
);

create table payments.stripe_customer_portal_sessions (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  status text not null default 'initialized' check (status in ('initialized', 'created', 'failed')),
  subject_type text not null,
  subject_id text not null,
  customer_id text,
  return_url text,
  configuration_id text,
  url text,
  last_error text,
  raw jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table payments.stripe_subscriptions (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  subscription_id text not null,
  customer_id text not null,
  subject_type text,
  subject_id text,
  status text not null,
  current_period_start timestamptz,
  current_period_end timestamptz,
  cancel_at_period_end boolean not null default false,
  cancel_at timestamptz,
  canceled_at timestamptz,
  trial_start timestamptz,
  trial_end timestamptz,
  latest_invoice_id text,
  metadata jsonb not null default '{}',
  raw jsonb not null default '{}',
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, subscription_id)
);

create table payments.stripe_subscription_items (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  subscription_item_id text not null,
  subscription_id text not null,
  product_id text,
  price_id text,
  quantity bigint,
  metadata jsonb not null default '{}',
  raw jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, subscription_item_id)
);

create table payments.razorpay_items (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  item_id text not null,
  name text not null,
  description text,
  active boolean not null default true,
  amount bigint,
  unit_amount bigint,
  currency text not null,
  type text,
  raw jsonb not null default '{}',
  provider_created_at timestamptz,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, item_id)
);

create table payments.razorpay_plans (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  plan_id text not null,
  item_id text not null,
  period text not null,
  interval integer not null,
  amount bigint,
  unit_amount bigint,
  currency text not null,
  active boolean not null default true,
  notes jsonb not null default '{}',
  raw jsonb not null default '{}',
  provider_created_at timestamptz,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, plan_id)
);

create table payments.razorpay_orders (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  status text not null default 'initialized'
    check (status in ('initialized', 'created', 'attempted', 'paid', 'failed')),
  subject_type text,
  subject_id text,
  customer_name text,
  customer_email text,
  customer_contact text,
  order_id text,
  receipt text,
  amount bigint not null,
  amount_paid bigint,
  amount_due bigint,
  currency text not null,
  attempts integer,
  verified_payment_id text,
  verified_at timestamptz,
  description text,
  callback_url text,
  notes jsonb not null default '{}',
  raw jsonb not null default '{}',
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, order_id)
);

create table payments.razorpay_subscriptions (
  id uuid primary key default gen_random_uuid(),
  environment text not null check (environment in ('test', 'live')),
  subscription_id text not null,
  plan_id text not null,
  customer_id text,
  subject_type text,
  subject_id text,
  status text not null check (status in ('created', 'authenticated', 'active', 'pending', 'halted', 'cancelled',
                                         'completed', 'expired', 'paused')),
  current_start timestamptz,
  current_end timestamptz,
  ended_at timestamptz,
  quantity bigint,
  charge_at timestamptz,
  start_at timestamptz,
  end_at timestamptz,
  total_count bigint,
  auth_attempts bigint,
  paid_count bigint,
  remaining_count bigint,
  short_url text,
  has_scheduled_changes boolean not null default false,
  change_scheduled_at timestamptz,
  offer_id text,
  authorization_payment_id text,
  authorization_verified_at timestamptz,
  notes jsonb not null default '{}',
  raw jsonb not null default '{}',
  provider_created_at timestamptz,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment, subscription_id)
);

create table payments.customers (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  environment text not null check (environment in ('test', 'live')),
  provider_customer_id text not null,
  email text,
  name text,
  phone text,
  deleted boolean not null default false,
  metadata jsonb not null default '{}',
  raw jsonb not null default '{}',
  provider_created_at timestamptz,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, environment, provider_customer_id)
);

create table payments.customer_mappings (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  environment text not null check (environment in ('test', 'live')),
  subject_type text not null,
  subject_id text not null,
  provider_customer_id text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, environment, subject_type, subject_id),
  unique (provider, environment, provider_customer_id)
);

create table payments.transactions (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  environment text not null check (environment in ('test', 'live')),
  type text not null check (type in ('one_time_payment', 'subscription_invoice', 'refund', 'failed_payment')),
  status text not null check (status in ('succeeded', 'failed', 'pending', 'refunded', 'partially_refunded')),
  subject_type text,
  subject_id text,
  provider_customer_id text,
  customer_email_snapshot text,
  provider_object_type text,
  provider_object_id text,
  provider_parent_object_type text,
  provider_parent_object_id text,
  related_object_ids jsonb not null default '{}',
  amount bigint,
  amount_refunded bigint not null default 0,
  currency text,
  description text,
  paid_at timestamptz,
  failed_at timestamptz,
  refunded_at timestamptz,
  provider_created_at timestamptz,
  raw jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, environment, provider_object_type, provider_object_id)
);

create table payments.webhook_events (
  id uuid primary key default gen_random_uuid(),
  provider text not null,
  environment text not null check (environment in ('test', 'live')),
  provider_event_id text not null,
  event_type text not null,
  livemode boolean not null,
  provider_account_id text,
  object_type text,
  object_id text,
  processing_status text not null default 'pending'
    check (processing_status in ('pending', 'processed', 'failed', 'ignored')),
  attempt_count integer not null default 0,
  last_error text,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, environment, provider_event_id)
);

do $$
declare
  wanted text;
begin
  for wanted in select tablename from pg_tables where schemaname = 'payments' loop
    execute format('create trigger trg_payments_%1$s_updated_at before update on payments.%1$I
                    for each row execute function system.update_updated_at()', wanted);
  end loop;
end $$;

grant usage on schema payments to anon, authenticated, project_admin;
grant select on all tables in schema payments to project_admin;
grant insert, select on payments.stripe_checkout_sessions, payments.stripe_customer_portal_sessions,
  payments.razorpay_orders to anon, authenticated, project_admin;
grant insert, select on payments.razorpay_subscriptions to authenticated, project_admin;
-- By setting this column to what it is the server asks the policies whether a user may change a subscription.
grant update (updated_at) on payments.razorpay_subscriptions to authenticated;
grant update on payments.razorpay_subscriptions, payments.razorpay_orders to project_admin;
grant trigger on payments.stripe_checkout_sessions, payments.stripe_customer_portal_sessions, payments.customers,
  payments.webhook_events to project_admin;
