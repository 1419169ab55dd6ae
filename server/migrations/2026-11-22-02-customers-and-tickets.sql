-- People who write to the desk, and the ticket: one card that holds the story of one question.

create table organization (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  domains text[] not null default '{}',
  created_at timestamptz not null
);
create index organization_domains_idx on organization using gin (domains);

create table customer (
  id bigint generated always as identity primary key,
  name text not null default '',
  organization_id bigint references organization on delete set null,
  language text check (language in ('ru', 'en')),
  remark text not null default '',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index customer_organization_idx on customer (organization_id) where organization_id is not null;

-- Everything a customer can be reached by; `value` is normalised (e-mail in lower case, phone in E.164).
create table customer_address (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer on delete cascade,
  kind text not null check (kind in ('email', 'phone')),
  value text not null check (value <> ''),
  created_at timestamptz not null,
  unique (kind, value)
);
create index customer_address_customer_idx on customer_address (customer_id);

-- A status has the administrator's name and one of five meanings; every rule looks at the meaning.
create table ticket_status (
  id bigint generated always as identity primary key,
  category text not null check (category in ('new', 'open', 'paused', 'solved', 'closed')),
  names jsonb not null,
  is_default boolean not null default false,
  position integer not null,
  archived_at timestamptz
);
create unique index ticket_status_default_idx on ticket_status (category) where is_default;

create table ticket_category (
  id bigint generated always as identity primary key,
  parent_id bigint references ticket_category,
  names jsonb not null,
  position integer not null,
  archived_at timestamptz
);

create table tag (
  name text primary key check (name <> ''),
  created_at timestamptz not null
);

-- The number is the ticket's identity. A sequence never hands a number out twice, whatever is rolled back.
create sequence ticket_number_seq as bigint;
-- Customer messages, replies and notes share one sequence, so a conversation has one order.
create sequence post_id_seq as bigint;

create table ticket (
  id bigint primary key default nextval('ticket_number_seq'),
  subject text not null,
  snippet text not null default '',
  status_id bigint not null references ticket_status,
  status_category text not null check (status_category in ('new', 'open', 'paused', 'solved', 'closed')),
  is_open boolean not null generated always as (status_category in ('new', 'open', 'paused')) stored,
  priority smallint not null default 2 check (priority between 1 and 4),
  category_id bigint references ticket_category,
  customer_id bigint not null references customer,
  assignee_id bigint references agent,
  team_id bigint references team,
  source text not null check (source in ('email', 'phone', 'visit', 'api', 'webform')),
  inbox_id bigint,
  tags text[] not null default '{}',
  last_post_id bigint not null default 0,
  post_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Sorts every list: when somebody last said something that matters.
  last_activity_at timestamptz(3) not null,
  -- Since when the customer waits for us; null while it is their turn.
  waiting_since timestamptz(3),
  solved_at timestamptz,
  closed_at timestamptz,
  merged_into_id bigint references ticket,
  version integer not null default 1
);
-- An open desk is small however many tickets lie in the archive: these stay in memory.
create index ticket_open_idx on ticket (last_activity_at desc, id desc) where is_open;
create index ticket_open_assignee_idx on ticket (assignee_id, last_activity_at desc, id desc) where is_open;
create index ticket_open_team_idx on ticket (team_id, last_activity_at desc, id desc) where is_open;
create index ticket_open_count_idx on ticket (team_id, assignee_id) where is_open;
create index ticket_activity_idx on ticket (last_activity_at desc, id desc);
create index ticket_customer_idx on ticket (customer_id, id desc);
create index ticket_team_idx on ticket (team_id, last_activity_at desc, id desc);
create index ticket_assignee_idx on ticket (assignee_id, last_activity_at desc, id desc) where assignee_id is not null;
create index ticket_tags_idx on ticket using gin (tags) where tags <> '{}';

alter table event add foreign key (ticket_id) references ticket;

-- Everybody besides the customer who is addressed by the conversation; their letters belong to it.
create table ticket_participant (
  ticket_id bigint not null references ticket on delete cascade,
  address text not null check (address = lower(address)),
  name text not null default '',
  -- The last message that addressed them: a reply goes in copy to whom that one addressed, and to nobody stale.
  post_id bigint not null,
  primary key (ticket_id, address)
);

create table customer_message (
  id bigint primary key default nextval('post_id_seq'),
  ticket_id bigint not null references ticket,
  customer_id bigint not null references customer,
  channel text not null check (channel in ('email', 'phone', 'visit', 'api', 'webform')),
  created_at timestamptz not null,
  sent_at timestamptz,
  -- What the person wrote, and the tail that was quoted below it: folded away, never lost.
  text text not null,
  html text,
  quoted_text text,
  quoted_html text,
  has_remote_images boolean not null default false,
  from_address text,
  from_name text,
  to_addresses jsonb,
  cc_addresses jsonb,
  -- An agent who wrote a call or a visit down for the customer.
  recorded_by_id bigint references agent
);
create index customer_message_ticket_idx on customer_message (ticket_id, id);

create table reply (
  id bigint primary key default nextval('post_id_seq'),
  ticket_id bigint not null references ticket,
  agent_id bigint references agent,
  is_automatic boolean not null default false,
  channel text not null check (channel in ('email', 'phone', 'visit', 'api', 'webform')),
  inbox_id bigint,
  created_at timestamptz not null,
  text text not null,
  html text,
  to_addresses jsonb not null,
  cc_addresses jsonb not null default '[]',
  bcc_addresses jsonb not null default '[]',
  delivery_state text not null check (delivery_state in ('queued', 'sent', 'failed', 'unconfirmed')),
  delivery_error text,
  delivery_detail text,
  sent_at timestamptz
);
create index reply_ticket_idx on reply (ticket_id, id);
create index reply_unsent_idx on reply (id) where delivery_state <> 'sent';

-- A note has no recipient, no channel and no delivery: nothing that sends can point at it.
create table note (
  id bigint primary key default nextval('post_id_seq'),
  ticket_id bigint not null references ticket,
  agent_id bigint references agent,
  created_at timestamptz not null,
  text text not null,
  html text,
  mentioned_ids bigint[] not null default '{}',
  -- Why a machine wrote it, for instance 'unverified_agent_letter'; null for people's notes.
  reason text
);
create index note_ticket_idx on note (ticket_id, id);

create table file (
  id bigint generated always as identity primary key,
  sha256 bytea not null references blob,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  content_id text,
  is_inline boolean not null default false,
  customer_message_id bigint references customer_message,
  reply_id bigint references reply,
  note_id bigint references note,
  -- Uploaded and not yet attached to anything.
  uploaded_by_id bigint references agent,
  created_at timestamptz not null,
  check (num_nonnulls(customer_message_id, reply_id, note_id) <= 1)
);
create index file_customer_message_idx on file (customer_message_id) where customer_message_id is not null;
create index file_reply_idx on file (reply_id) where reply_id is not null;
create index file_note_idx on file (note_id) where note_id is not null;
create index file_loose_idx on file (created_at) where customer_message_id is null and reply_id is null and note_id is null;
create index file_sha256_idx on file (sha256);

create table draft (
  agent_id bigint not null references agent on delete cascade,
  ticket_id bigint not null references ticket on delete cascade,
  kind text not null check (kind in ('reply', 'note')),
  html text not null,
  file_ids bigint[] not null default '{}',
  version integer not null,
  updated_at timestamptz not null,
  primary key (agent_id, ticket_id)
);

create table ticket_read (
  agent_id bigint not null references agent on delete cascade,
  ticket_id bigint not null references ticket on delete cascade,
  last_post_id bigint not null,
  primary key (agent_id, ticket_id)
);

create table ticket_follower (
  ticket_id bigint not null references ticket on delete cascade,
  agent_id bigint not null references agent on delete cascade,
  primary key (ticket_id, agent_id)
);

insert into ticket_status (category, names, is_default, position) values
  ('new', '{"ru": "Новый", "en": "New"}', true, 1),
  ('open', '{"ru": "В работе", "en": "Open"}', true, 2),
  ('paused', '{"ru": "На паузе", "en": "Paused"}', true, 3),
  ('solved', '{"ru": "Решён", "en": "Solved"}', true, 4),
  ('closed', '{"ru": "Закрыт", "en": "Closed"}', true, 5);
