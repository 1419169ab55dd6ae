-- Prepared replies: words with variables in one or both languages, files, and what is done to the ticket besides.

-- Folders of the desk, and each agent's own (owner_id).
create table macro_folder (
  id bigint generated always as identity primary key,
  parent_id bigint references macro_folder,
  owner_id bigint references agent,
  name text not null
);

create table macro (
  id bigint generated always as identity primary key,
  name text not null,
  -- Whose it is: one agent's, one team's, or everybody's. The schema keeps a personal macro from having two owners.
  scope text not null check (scope in ('personal', 'team', 'shared')),
  owner_id bigint references agent,
  team_id bigint references team,
  folder_id bigint references macro_folder on delete set null,
  -- By language, HTML with Liquid in it; a language that is not there is not written.
  texts jsonb not null default '{}',
  actions jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by_id bigint references agent,
  -- A macro that was used stays in the statistics.
  archived_at timestamptz,
  check ((scope = 'personal') = (owner_id is not null)),
  check ((scope = 'team') = (team_id is not null))
);
create index macro_in_force_idx on macro (scope, team_id, owner_id) where archived_at is null;

create table macro_file (
  id bigint generated always as identity primary key,
  macro_id bigint not null references macro on delete cascade,
  sha256 bytea not null references blob,
  size_bytes bigint not null,
  name text not null,
  mime text not null
);
create index macro_file_macro_idx on macro_file (macro_id);

create table macro_favourite (
  agent_id bigint not null references agent,
  macro_id bigint not null references macro on delete cascade,
  primary key (agent_id, macro_id)
);

-- Each time a macro was used. `waiting` while its words stand in an answer that has not left: what it does to the
-- ticket happens with the answer, or never (`dropped`).
create table macro_use (
  id bigint generated always as identity primary key,
  macro_id bigint not null references macro,
  ticket_id bigint not null references ticket on delete cascade,
  -- Null for what a rule did.
  agent_id bigint references agent,
  at timestamptz not null,
  way text not null check (way in ('answer', 'actions', 'bulk', 'rule')),
  kind text check (kind in ('reply', 'note')),
  language text check (language in ('ru', 'en')),
  -- The words as they were put in, to tell whether they were changed.
  words text,
  -- What is still to be done to the ticket; what its agent has struck out is not here.
  actions jsonb not null default '[]',
  state text not null check (state in ('waiting', 'done', 'dropped')),
  is_edited boolean,
  post_id bigint
);
create index macro_use_macro_idx on macro_use (macro_id, at);
create index macro_use_agent_idx on macro_use (agent_id, at);
create index macro_use_waiting_idx on macro_use (ticket_id, agent_id) where state = 'waiting';

-- One macro over many tickets. Each ticket is a row that is decided once, in the transaction that changes the ticket.
create table macro_run (
  id bigint generated always as identity primary key,
  macro_id bigint not null references macro,
  agent_id bigint not null references agent,
  -- What whoever started it was allowed: a key may do less than its owner.
  permissions text[] not null,
  sends_reply boolean not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  finished_at timestamptz
);
create table macro_run_ticket (
  run_id bigint not null references macro_run on delete cascade,
  ticket_id bigint not null,
  position integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'stopped')),
  -- A name of contract/errors.ts, and its facts.
  problem text,
  detail jsonb,
  reply_id bigint,
  primary key (run_id, ticket_id)
);
create index macro_run_ticket_waiting_idx on macro_run_ticket (run_id, position) where state = 'waiting';
