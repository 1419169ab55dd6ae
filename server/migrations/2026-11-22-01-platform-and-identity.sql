-- The ground floor: settings, stored bytes, the one history table, and who may come in.

create table setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- Stored bytes are addressed by their SHA-256, so the same file sent twice is kept once.
create table blob (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  size_bytes bigint not null check (size_bytes >= 0),
  created_at timestamptz not null default now()
);

-- One history with five readers: the feed, live updates, automation, webhooks, reports.
-- Rows without a ticket are the administrators' audit trail.
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  type text not null,
  ticket_id bigint,
  actor_kind text not null check (actor_kind in ('agent', 'customer', 'system')),
  actor_id bigint,
  data jsonb not null default '{}'
);
create index event_ticket_idx on event (ticket_id, id) where ticket_id is not null;
create index event_audit_idx on event (id) where ticket_id is null;

-- A POST repeated with the same key gets the first answer back and does nothing twice.
create table idempotency_key (
  owner text not null,
  key text not null,
  request_hash bytea not null,
  response text,
  created_at timestamptz not null,
  primary key (owner, key)
);
create index idempotency_key_created_idx on idempotency_key (created_at);

create table role (
  id bigint generated always as identity primary key,
  key text unique,
  names jsonb not null,
  permissions text[] not null
);

create table team (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  -- Members of an isolated team see the tickets of their own teams and their own tickets only.
  is_isolated boolean not null default false,
  created_at timestamptz not null,
  archived_at timestamptz
);
create unique index team_name_idx on team (lower(name)) where archived_at is null;

create table agent (
  id bigint generated always as identity primary key,
  email text not null check (email = lower(email)),
  name text not null,
  role_id bigint not null references role,
  password_hash text,
  language text not null check (language in ('ru', 'en')),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  time_zone text,
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index agent_email_idx on agent (email);

create table team_member (
  team_id bigint not null references team on delete cascade,
  agent_id bigint not null references agent on delete cascade,
  primary key (team_id, agent_id)
);
create index team_member_agent_idx on team_member (agent_id);

-- Only hashes of tokens are stored: a copy of the database opens no door.
create table session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  agent_id bigint not null references agent on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text not null,
  user_agent text not null
);
create index session_agent_idx on session (agent_id);

create table api_key (
  id bigint generated always as identity primary key,
  agent_id bigint not null references agent on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  token_start text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- A link that has been used is gone: its row is deleted.
create table agent_token (
  token_hash bytea primary key,
  agent_id bigint not null references agent on delete cascade,
  purpose text not null check (purpose in ('invitation', 'password_reset')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

-- Failed sign-ins, counted by account and by address, slow a guesser down.
create table sign_in_failure (
  subject text not null,
  at timestamptz not null
);
create index sign_in_failure_idx on sign_in_failure (subject, at);

insert into role (key, names, permissions) values
  ('administrator', '{"ru": "Администратор", "en": "Administrator"}', array[
    'ticket.read', 'ticket.read_all', 'ticket.create', 'ticket.update', 'ticket.reply', 'note.read', 'note.write',
    'customer.read', 'customer.update', 'desk.manage', 'team.manage', 'agent.manage', 'inbox.manage',
    'api_key.manage', 'audit.read', 'system.read']),
  ('lead', '{"ru": "Руководитель", "en": "Team lead"}', array[
    'ticket.read', 'ticket.read_all', 'ticket.create', 'ticket.update', 'ticket.reply', 'note.read', 'note.write',
    'customer.read', 'customer.update', 'team.manage']),
  ('agent', '{"ru": "Сотрудник", "en": "Agent"}', array[
    'ticket.read', 'ticket.create', 'ticket.update', 'ticket.reply', 'note.read', 'note.write',
    'customer.read', 'customer.update']);
