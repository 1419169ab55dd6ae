-- What an agent should hear of: a row for each, made by one job for each event, and read where permissions are decided.

create table notification (
  id bigint generated always as identity primary key,
  agent_id bigint not null references agent on delete cascade,
  -- A key of `notice.kind` in locales/.
  kind text not null,
  ticket_id bigint references ticket on delete cascade,
  -- Words of whoever notifies; empty where the kind says everything.
  text text not null default '',
  facts jsonb not null default '{}',
  actor_kind text not null check (actor_kind in ('agent', 'customer', 'system')),
  actor_id bigint,
  -- What led to it, so that nothing is told twice; null for what may be.
  source text,
  is_shown boolean not null default true,
  created_at timestamptz not null,
  read_at timestamptz,
  -- When its letter was written, or it was found that none is needed.
  mailed_at timestamptz
);
create unique index notification_source_idx on notification (agent_id, kind, source) where source is not null;
create index notification_list_idx on notification (agent_id, id desc) where is_shown;
create index notification_unread_idx on notification (agent_id, ticket_id) where read_at is null and is_shown;
create index notification_ticket_idx on notification (ticket_id) where ticket_id is not null;
create index notification_created_idx on notification (created_at);

-- Where an agent wishes otherwise than the kind's default.
create table notification_wish (
  agent_id bigint not null references agent on delete cascade,
  kind text not null,
  is_shown boolean not null,
  is_mailed boolean not null,
  primary key (agent_id, kind)
);
