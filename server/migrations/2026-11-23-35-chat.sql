-- Chat: a conversation on somebody's site that is a ticket like any other, and the visitors who have it.

create table chat (
  id bigint generated always as identity primary key,
  -- What the site's script tag carries.
  key text not null unique check (key ~ '^[a-z0-9]{12,40}$'),
  name text not null check (name <> ''),
  is_active boolean not null default true,
  team_id bigint references team,
  calendar_id bigint references calendar,
  -- Letters go on from here when nobody is in the chat any more; null for whichever inbox sends.
  inbox_id bigint references inbox,
  languages text[] not null default '{ru,en}' check (cardinality(languages) > 0 and languages <@ '{ru,en}'),
  -- By language: title, greeting, away, consent.
  texts jsonb not null,
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  accent_dark text check (accent_dark ~ '^#[0-9a-f]{6}$'),
  position text not null default 'right' check (position in ('right', 'left')),
  asks_name text not null default 'optional' check (asks_name in ('off', 'optional', 'required')),
  asks_email text not null default 'optional' check (asks_email in ('off', 'optional', 'required')),
  has_consent boolean not null default false,
  -- Origins that may show it; any when empty.
  sites text[] not null default '{}',
  proactive jsonb not null default '[]',
  -- What the site signs its users with, sealed with the desk's key.
  secret text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz
);

create table chat_visitor (
  id bigint generated always as identity primary key,
  chat_id bigint not null references chat,
  token_hash bytea not null unique,
  -- Made with the first line; of an identified visitor, the customer their address belongs to.
  customer_id bigint references customer,
  -- Who they say they are. Only what the site has signed is believed.
  name text not null default '',
  email text,
  is_identified boolean not null default false,
  has_consented boolean not null default false,
  language text not null check (language in ('ru', 'en')),
  page_url text not null default '',
  page_title text not null default '',
  created_at timestamptz not null,
  seen_at timestamptz not null
);
create index chat_visitor_seen_idx on chat_visitor (seen_at) where customer_id is null;

create table chat_conversation (
  ticket_id bigint primary key references ticket,
  visitor_id bigint not null references chat_visitor,
  -- How far the visitor's browser has received, and read, what the desk said.
  received_post_id bigint not null default 0,
  read_post_id bigint not null default 0,
  ended_at timestamptz,
  -- From when on what was said and not received goes by letter.
  mailed_post_id bigint not null default 0
);
create index chat_conversation_visitor_idx on chat_conversation (visitor_id, ticket_id desc);

-- A line sent twice is one line.
create table chat_line (
  visitor_id bigint not null references chat_visitor on delete cascade,
  client_key text not null,
  post_id bigint not null,
  primary key (visitor_id, client_key)
);
create index chat_line_post_idx on chat_line (post_id);

-- Uploaded and not yet said.
create table chat_file (
  id bigint generated always as identity primary key,
  visitor_id bigint not null references chat_visitor on delete cascade,
  sha256 bytea not null references blob,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  created_at timestamptz not null
);
create index chat_file_visitor_idx on chat_file (visitor_id);
