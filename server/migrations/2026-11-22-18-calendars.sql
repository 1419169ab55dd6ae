-- When a desk works: what business time of deadlines, rules and routing is counted by.
create table calendar (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  -- An IANA name; the server checks that it knows it.
  time_zone text not null,
  -- Seven lists of intervals, Monday's first; read and written as a whole (contract/calendars.ts).
  week jsonb not null,
  -- Whose holidays count, and how many minutes earlier the eves of theirs end.
  holidays jsonb not null,
  -- Days put down by hand: they win over every list.
  days jsonb not null default '[]',
  version integer not null default 1,
  -- Another one after every change of anything a calendar counts by, its subscriptions included: what processes keep
  -- in memory is found by it, so that nobody counts by a calendar of yesterday, inside a transaction or out.
  revision uuid not null default gen_random_uuid(),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index calendar_name_key on calendar (lower(name));

-- Lists of days off in iCalendar: a file once, or an address that is read again every day.
create table calendar_feed (
  id bigint generated always as identity primary key,
  calendar_id bigint not null references calendar on delete cascade,
  name text not null check (name <> ''),
  -- Null for an uploaded file.
  url text,
  -- What the other server said, so that an unchanged list is not sent again.
  etag text,
  -- [{date, name}]: the whole days of the list that were near when it was read.
  days jsonb not null default '[]',
  -- Entries left out: those with hours, those of another century.
  skipped integer not null default 0,
  read_at timestamptz,
  tried_at timestamptz,
  -- A key of `calendars.feedFailure` in locales/; null after success. The days read before stay in force.
  failure text,
  created_at timestamptz not null
);
create index calendar_feed_calendar_idx on calendar_feed (calendar_id);
