-- What is promised to customers, and the clocks that watch over it.
create table sla_policy (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  is_active boolean not null,
  -- The first in this order whose conditions hold is a ticket's.
  position integer not null,
  calendar_id bigint references calendar,
  -- Conditions, targets, stages, pauses, warnings: contract/sla.ts. Read and written as a whole.
  terms jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Archived ones stay: the ledgers of old tickets count by them.
  archived_at timestamptz
);
create unique index sla_policy_name_key on sla_policy (lower(name)) where archived_at is null;
create index sla_policy_calendar_idx on sla_policy (calendar_id);

-- The clocks of each ticket that ever came under a policy. Written under the ticket's lock only.
create table sla_ticket (
  ticket_id bigint primary key references ticket on delete cascade,
  policy_id bigint references sla_policy,
  -- What the policy was when the state was made: an older one is folded anew before it goes on.
  policy_version integer,
  -- Set by hand, a rule or a macro: conditions are not asked any more.
  is_set boolean not null default false,
  -- The state of the machine in server/sla/clock.ts, every interval included; the history makes it again at any time.
  state jsonb not null,
  -- The last event it has taken in, and how many of the ticket's events that were: a late one shows in the number.
  last_event_id bigint not null,
  event_count integer not null,
  -- When the next warning or breach is due; null while nothing runs.
  next_at timestamptz(3)
);
create index sla_ticket_next_idx on sla_ticket (next_at) where next_at is not null;
create index sla_ticket_policy_idx on sla_ticket (policy_id, ticket_id);

-- Counting anew after a policy or a calendar changed: one at a time, in portions, and again after a crash from where
-- it was.
create table sla_recomputation (
  id bigint generated always as identity primary key,
  -- Null: of every policy.
  policy_id bigint references sla_policy,
  -- Open tickets are asked anew which policy is theirs.
  includes_open boolean not null,
  -- Where it is: tickets up to this one are done.
  after_ticket_id bigint not null default 0,
  done integer not null default 0,
  total integer not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index sla_recomputation_running_idx on sla_recomputation (id) where finished_at is null;

-- Each clock as a row, for reports: the same ledger, read as a table.
create view sla_clock as
  select ticket_id, policy_id, clock->>'kind' as kind, (clock->>'run')::int as run, (clock->>'teamId')::bigint as team_id,
    to_timestamp((clock->'segments'->0->>'from')::float8 / 1000) as started_at,
    (clock->'target'->>'ms')::bigint as target_ms, clock->'target'->>'time' as target_time,
    to_timestamp((clock->'end'->>'at')::float8 / 1000) as ended_at, clock->'end'->>'how' as ended_how,
    coalesce(clock->'fired' ? 'breach', false) as is_breached,
    (clock->>'carriedMs')::float8 + coalesce((select sum((segment->>'countedMs')::float8)
      from jsonb_array_elements(clock->'segments') as segment), 0) as closed_ms
  from sla_ticket, jsonb_array_elements(state->'clocks') as clock;
