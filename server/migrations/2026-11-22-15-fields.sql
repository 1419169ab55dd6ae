-- Fields of the desk's own, tickets that are put aside, checklists, and several tickets made one.

create table custom_field (
  id bigint generated always as identity primary key,
  owner text not null check (owner in ('ticket', 'customer', 'organization')),
  -- Values are kept under it, and rules, templates and programs name it: it never changes.
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  names jsonb not null,
  kind text not null check (kind in
    ('text', 'long_text', 'number', 'checkbox', 'date', 'choice', 'multi_choice', 'url')),
  choices jsonb not null default '[]',
  is_required_to_solve boolean not null default false,
  shown text not null default 'always' check (shown in ('always', 'filled', 'never')),
  position integer not null,
  archived_at timestamptz,
  unique (owner, key),
  -- Only a ticket is solved.
  check (owner = 'ticket' or not is_required_to_solve)
);

alter table organization add column version integer not null default 1;

-- What a frozen ticket goes back to. Not read for one that is not frozen.
alter table ticket add column thaw_status_id bigint;

-- Templates of the desk; `items` are texts in their order.
create table checklist (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  items jsonb not null,
  -- The ticket cannot be solved before everything is ticked.
  is_required boolean not null default false,
  position integer not null,
  archived_at timestamptz
);

-- One that was started: a copy, so that a template can change without changing what was promised.
create table ticket_checklist (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket on delete cascade,
  checklist_id bigint not null references checklist,
  name text not null,
  is_required boolean not null,
  started_at timestamptz not null,
  started_by_id bigint references agent
);
create index ticket_checklist_ticket_idx on ticket_checklist (ticket_id);
create table ticket_checklist_item (
  id bigint generated always as identity primary key,
  ticket_checklist_id bigint not null references ticket_checklist on delete cascade,
  position integer not null,
  text text not null,
  done_at timestamptz,
  done_by_id bigint references agent,
  unique (ticket_checklist_id, position)
);

-- One ticket that went into another: what has to be known to take them apart again.
create table ticket_merge (
  id bigint generated always as identity primary key,
  source_id bigint not null references ticket on delete cascade,
  target_id bigint not null references ticket on delete cascade,
  merged_at timestamptz not null,
  merged_by_id bigint references agent,
  -- Posts of all three kinds share one sequence: these came from the source.
  post_ids bigint[] not null,
  -- What the source was, and what the target gained.
  kept jsonb not null,
  undone_at timestamptz,
  check (source_id <> target_id)
);
create index ticket_merge_source_idx on ticket_merge (source_id);
create index ticket_merge_target_idx on ticket_merge (target_id);
create unique index ticket_merge_standing_idx on ticket_merge (source_id) where undone_at is null;
