-- Rules: when, if, then; run by the desk in the order the administrator put them.

create table rule_group (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  position integer not null
);

create table rule (
  id bigint generated always as identity primary key,
  group_id bigint references rule_group,
  -- Within its group; those without a group come first.
  position integer not null,
  name text not null check (name <> ''),
  is_active boolean not null,
  content jsonb not null,
  -- What somebody works on and nobody runs.
  draft jsonb,
  version integer not null default 1,
  -- It hears events above this one, and moments after this: what happened before it was switched on is not its business.
  hears_after_event_id bigint not null,
  hears_after timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by_id bigint references agent,
  -- Taken away; what it did stays explained.
  deleted_at timestamptz
);
create index rule_active_idx on rule (id) where is_active and deleted_at is null;

create table rule_version (
  rule_id bigint not null references rule,
  version integer not null,
  name text not null,
  content jsonb not null,
  at timestamptz not null,
  by_id bigint references agent,
  primary key (rule_id, version)
);

-- One row. Its number grows with every change of what rules do, so that a process knows its compiled rules to be the ones.
create table rule_book (
  is_only boolean primary key default true check (is_only),
  version bigint not null
);
insert into rule_book (version) values (1);

-- An event that has been answered by the rules. The row is written with everything they did: not twice, whatever crashes.
create table rule_pass (
  event_id bigint primary key,
  at timestamptz not null
);
create index rule_pass_at_idx on rule_pass (at);

-- The same for silence and schedules, which are no events: this rule, this ticket, this moment.
create table rule_moment (
  rule_id bigint not null references rule,
  ticket_id bigint not null references ticket on delete cascade,
  moment timestamptz not null,
  at timestamptz not null,
  primary key (ticket_id, rule_id, moment)
);
create index rule_moment_at_idx on rule_moment (at);

-- When a schedule was last due: claimed once, by whichever process looks first.
create table rule_due (
  rule_id bigint not null references rule,
  trigger_index integer not null,
  due_at timestamptz not null,
  primary key (rule_id, trigger_index, due_at)
);

-- One time a rule held: why, and what came of it.
create table rule_run (
  id bigint generated always as identity primary key,
  rule_id bigint not null references rule,
  rule_version integer not null,
  rule_name text not null,
  ticket_id bigint not null references ticket on delete cascade,
  event_id bigint,
  trigger text not null,
  outcome text not null check (outcome in ('running', 'acted', 'unchanged', 'cut', 'failed')),
  cut text check (cut in ('own_effect', 'too_deep', 'too_often')),
  check ((outcome = 'cut') = (cut is not null)),
  chain bigint[] not null default '{}',
  trace jsonb not null,
  steps jsonb not null default '[]',
  at timestamptz not null
);
create index rule_run_rule_idx on rule_run (rule_id, id desc);
create index rule_run_ticket_idx on rule_run (ticket_id, id desc);
create index rule_run_at_idx on rule_run (at);

-- Silence of customers is looked for by when we said our last word.
create index reply_by_hand_idx on reply ((coalesce(released_at, created_at))) where not is_automatic;
