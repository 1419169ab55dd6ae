-- Whose ticket it becomes by itself, and why: who is here, how much each can carry, what each can do, and how a team
-- hands its tickets out.

-- What agents say of themselves. Each means one of three things; routing looks at the meaning.
create table agent_status (
  id bigint generated always as identity primary key,
  -- Set for the three that presence itself uses.
  key text unique check (key in ('online', 'away', 'offline')),
  meaning text not null check (meaning in ('online', 'away', 'offline')),
  names jsonb not null,
  position integer not null,
  archived_at timestamptz,
  check (key is null or (key = meaning and archived_at is null))
);
insert into agent_status (key, meaning, names, position) values
  ('online', 'online', '{"ru": "В сети", "en": "Online"}', 1),
  ('away', 'away', '{"ru": "Нет на месте", "en": "Away"}', 2),
  ('offline', 'offline', '{"ru": "Не в сети", "en": "Offline"}', 3);

-- One row for each agent, locked while tickets are handed to them: it is what keeps their load from being counted
-- twice. It appears when first needed.
create table agent_seat (
  agent_id bigint primary key references agent on delete cascade,
  -- How much they carry at once; null is what their team says.
  capacity integer check (capacity between 1 and 10000),
  -- How many of one source at once, where it differs from the desk's: {"phone": 1}.
  source_limits jsonb not null default '{}',
  -- Their own working hours; null is their team's. No foreign key: calendars are younger, and one that is gone counts
  -- as none.
  calendar_id bigint,
  -- What they chose by hand, and until when; without an end until they choose again or, for one that means online,
  -- leave.
  chosen_status_id bigint references agent_status,
  chosen_until timestamptz,
  -- What their browsers say.
  presence text not null default 'offline' check (presence in ('online', 'away', 'offline')),
  -- What both come to, since when.
  status_id bigint not null references agent_status,
  meaning text not null default 'offline' check (meaning in ('online', 'away', 'offline')),
  since timestamptz not null
);

-- A browser's lines to the web processes, one row for each process and agent; a process that died is silent.
create table agent_attendance (
  process_id uuid not null,
  agent_id bigint not null references agent on delete cascade,
  is_idle boolean not null,
  seen_at timestamptz not null,
  primary key (process_id, agent_id)
);
create index agent_attendance_agent_idx on agent_attendance (agent_id);

create table agent_status_log (
  id bigint generated always as identity primary key,
  agent_id bigint not null references agent on delete cascade,
  at timestamptz not null,
  status_id bigint not null references agent_status,
  meaning text not null check (meaning in ('online', 'away', 'offline')),
  -- 'hand': chosen by the agent; 'lead': by somebody else; 'presence': by coming, idling or leaving; 'ended': the
  -- chosen one was over.
  cause text not null check (cause in ('hand', 'lead', 'presence', 'ended')),
  by_agent_id bigint references agent
);
create index agent_status_log_agent_idx on agent_status_log (agent_id, id desc);

-- Dated: a holiday, an illness. Nothing is handed to whoever is absent, whatever their status says.
create table agent_absence (
  id bigint generated always as identity primary key,
  agent_id bigint not null references agent on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  remark text not null default '',
  created_by_id bigint references agent,
  created_at timestamptz not null,
  check (starts_at < ends_at)
);
create index agent_absence_agent_idx on agent_absence (agent_id, ends_at);

create table skill (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  archived_at timestamptz
);
create unique index skill_name_idx on skill (lower(name)) where archived_at is null;

create table agent_skill (
  agent_id bigint not null references agent on delete cascade,
  skill_id bigint not null references skill on delete cascade,
  level smallint not null check (level between 1 and 5),
  primary key (agent_id, skill_id)
);

-- Which tickets need a skill: those of a category and what lies below it, or of customers who speak a language.
create table skill_need (
  id bigint generated always as identity primary key,
  skill_id bigint not null references skill on delete cascade,
  level smallint not null check (level between 1 and 5),
  category_id bigint references ticket_category on delete cascade,
  language text check (language in ('ru', 'en')),
  check (num_nonnulls(category_id, language) = 1)
);
create unique index skill_need_category_idx on skill_need (category_id, skill_id) where category_id is not null;
create unique index skill_need_language_idx on skill_need (language, skill_id) where language is not null;

-- What a rule asked for one ticket.
create table ticket_need (
  ticket_id bigint not null references ticket on delete cascade,
  skill_id bigint not null references skill on delete cascade,
  level smallint not null check (level between 1 and 5),
  primary key (ticket_id, skill_id)
);

-- How a team hands out; a team without a row hands out nothing by itself. The row is locked while it does.
create table routing_policy (
  team_id bigint primary key references team on delete cascade,
  method text not null default 'manual' check (method in ('manual', 'round_robin', 'least_loaded', 'skills')),
  -- Who counts as here: those who are online, also those who are away, or everybody who is not absent.
  hands_to text not null default 'online' check (hands_to in ('online', 'away', 'anyone')),
  capacity integer not null default 10 check (capacity between 1 and 10000),
  calendar_id bigint,
  -- Back to whoever had the customer's last ticket within so many days; null: nobody is remembered.
  remembers_days integer check (remembers_days between 1 and 3650),
  overflow_team_id bigint references team on delete set null,
  overflow_minutes integer check (overflow_minutes between 1 and 100000),
  -- Taken back from whoever is gone so long: nothing, what was never answered, or whatever waits for us.
  takes_back text not null default 'nothing' check (takes_back in ('nothing', 'unanswered', 'waiting')),
  takes_back_minutes integer not null default 15 check (takes_back_minutes between 1 and 100000),
  -- The order of waiting tickets, and of "next ticket".
  next_by text not null default 'urgent' check (next_by in ('urgent', 'oldest')),
  -- The last turn that was given out.
  turn bigint not null default 0,
  version integer not null default 1,
  updated_at timestamptz not null,
  check (overflow_team_id is null or overflow_team_id <> team_id)
);

-- When it was whose turn, by number: the lowest is next, and whoever is new has 0.
create table routing_turn (
  team_id bigint not null references team on delete cascade,
  agent_id bigint not null references agent on delete cascade,
  turn bigint not null,
  primary key (team_id, agent_id)
);

-- Tickets nobody could take: handed out as soon as somebody can.
create table routing_wait (
  ticket_id bigint primary key references ticket on delete cascade,
  team_id bigint not null references team on delete cascade,
  since timestamptz not null,
  -- What was asked for, if not what the team does.
  method text check (method in ('round_robin', 'least_loaded', 'skills')),
  -- Teams it has come through: it does not overflow in a circle.
  passed_team_ids bigint[] not null default '{}',
  -- Whoever gave it back is not handed it again.
  except_agent_ids bigint[] not null default '{}'
);
create index routing_wait_team_idx on routing_wait (team_id, since);

-- What one ticket of a source weighs, and how many of it one agent has at once. One row for the desk.
create table routing_setting (
  is_only boolean primary key default true check (is_only),
  sources jsonb not null default '{}',
  counts_paused boolean not null default false,
  idle_minutes integer not null default 10 check (idle_minutes between 1 and 240),
  version integer not null default 1
);
insert into routing_setting (sources) values ('{"phone": {"weight": 3, "most": null}, "visit": {"weight": 3, "most": null}}');
