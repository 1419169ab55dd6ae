-- Satisfaction: after a solution its customer is asked how it was, once.

create table survey_setting (
  id boolean primary key default true check (id),
  is_on boolean not null default false,
  scale smallint not null default 5 check (scale in (2, 5, 10)),
  -- By language: question, thanks. Empty ones are said as they come.
  texts jsonb not null default '{"ru": {"question": "", "thanks": ""}, "en": {"question": "", "thanks": ""}}',
  causes jsonb not null default '[]',
  delay_minutes integer not null default 60 check (delay_minutes between 0 and 43200),
  calendar_id bigint references calendar,
  open_days integer not null default 14 check (open_days between 1 and 90),
  every_days integer not null default 7 check (every_days between 0 and 365),
  exceptions jsonb not null
    default '{"teamIds": [], "categoryIds": [], "tags": [], "sources": [], "isAutomatic": true}',
  low_score smallint,
  alerts_leads boolean not null default true,
  reopens boolean not null default false,
  change_hours integer not null default 24 check (change_hours between 0 and 720),
  version integer not null default 1
);
insert into survey_setting (low_score) values (2);

create table survey (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  customer_id bigint not null references customer,
  -- Which solution it is about: one is asked about once.
  solved_at timestamptz not null,
  scale smallint not null check (scale in (2, 5, 10)),
  -- The SHA-256 of what the letter's links carry.
  token_hash bytea not null unique,
  -- The same, sealed, for the letter to be written with; emptied when nothing can be answered any more.
  sealed_token text,
  reply_id bigint unique references reply,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  score smallint,
  is_good boolean,
  comment text not null default '',
  causes text[] not null default '{}',
  rated_at timestamptz,
  -- Whose the ticket was at that moment, and who had answered last.
  agent_id bigint references agent,
  team_id bigint references team,
  last_replier_id bigint references agent,
  unique (ticket_id, solved_at),
  check ((score is null) = (rated_at is null) and (score is null) = (is_good is null)),
  check (score is null or score between case scale when 10 then 0 else 1 end and scale)
);
create index survey_customer_idx on survey (customer_id, asked_at desc);
create index survey_asked_idx on survey (asked_at);
create index survey_rated_idx on survey (rated_at) where rated_at is not null;

-- Customers who asked not to be asked.
create table survey_refusal (
  customer_id bigint primary key references customer on delete cascade,
  at timestamptz not null
);
