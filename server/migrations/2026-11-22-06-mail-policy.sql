-- What may come in, what may go out by itself, and to whom nothing goes any more.

-- Rules that see a letter before it becomes a ticket. Few, kept in memory by every process, evaluated in the server;
-- conditions and actions are read and written as a whole (contract/mail-policy.ts).
create table mail_rule (
  id bigint generated always as identity primary key,
  position integer not null,
  name text not null check (name <> ''),
  is_active boolean not null default true,
  applies_to text not null default 'new' check (applies_to in ('new', 'all')),
  match text not null default 'all' check (match in ('all', 'any')),
  conditions jsonb not null,
  actions jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- An address nothing goes to, or nothing automatic, until the expiry: a dead mailbox comes to life again sometimes,
-- and a list that only grows would in the end silence people who have come back.
create table blocked_address (
  id bigint generated always as identity primary key,
  address text not null check (address = lower(address)),
  -- Each scope on its own: a bounce that runs out must not take a complaint with it, which does not.
  scope text not null check (scope in ('all', 'automatic')),
  cause text not null check (cause in ('hard_bounce', 'soft_bounces', 'complaint', 'agent')),
  status text,
  diagnostic text,
  -- The reply that came back, and its ticket.
  reply_id bigint references reply,
  ticket_id bigint references ticket,
  blocked_by_id bigint references agent,
  blocked_at timestamptz not null,
  -- Null is for good.
  expires_at timestamptz,
  unique (address, scope)
);

-- What other servers said of each recipient of our letters: a passing refusal matters only when it is repeated.
create table letter_bounce (
  id bigint generated always as identity primary key,
  address text not null,
  -- hard: no such address; refused: this letter, for good; soft: not now; delayed: still tried.
  kind text not null check (kind in ('hard', 'refused', 'soft', 'delayed')),
  status text,
  diagnostic text not null default '',
  reply_id bigint references reply,
  at timestamptz not null
);
create index letter_bounce_address_idx on letter_bounce (address, at);
create index letter_bounce_reply_idx on letter_bounce (reply_id) where reply_id is not null;
create index letter_bounce_at_idx on letter_bounce (at);

-- Automatic answers that were sent, for the limits: one a sender and window, so many an address and day.
create table automatic_answer (
  id bigint generated always as identity primary key,
  address text not null,
  inbox_id bigint references inbox,
  ticket_id bigint references ticket,
  -- Whether the sender's domain vouched for the letter: a forged flood must not make us write to its victims.
  is_verified boolean not null,
  at timestamptz not null
);
create index automatic_answer_address_idx on automatic_answer (address, at);
create index automatic_answer_at_idx on automatic_answer (at);
create index automatic_answer_unverified_idx on automatic_answer (inbox_id, at) where not is_verified;

-- What administrators are told once however many letters it concerns: one row a flood, counted on.
create table mail_alert (
  kind text not null,
  -- The address or inbox it is about.
  subject text not null,
  inbox_id bigint references inbox on delete cascade,
  count integer not null default 1,
  since timestamptz not null,
  last_at timestamptz not null,
  primary key (kind, subject)
);

-- An automatic answer has a subject of its own; replies by people carry the ticket's. Nullable: nothing is rewritten.
alter table reply add column subject text;

-- The settings of an inbox's automatic acknowledgement (contract/inbox-sections.ts).
alter table inbox add column acknowledgement jsonb;
-- A letter of the desk itself that answers somebody goes out from the inbox they wrote to.
alter table system_letter add column inbox_id bigint references inbox;
-- What becomes of letters that are larger than the desk takes from a mailbox.
alter table inbox add column oversize jsonb;
