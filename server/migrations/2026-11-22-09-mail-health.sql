-- Seeing the mail: the ledger and the outbox as pages one can search, letters sent once more, the health of every inbox.

-- The ledger is read newest first, whole, by inbox, by what was ignored, and by any part of an address, a subject or
-- a Message-ID. The text index leaves out letters that are still waiting: a letter is indexed once, when it is
-- decided, and not a second time when it arrives. `ledger/letter-text.ts` says the same expression.
create index inbound_letter_received_idx on inbound_letter (received_at desc, id desc);
create index inbound_letter_inbox_idx on inbound_letter (inbox_id, received_at desc, id desc);
create index inbound_letter_ignored_idx on inbound_letter (received_at desc, id desc) where state = 'ignored';
create index inbound_letter_text_idx on inbound_letter using gin (lower(coalesce(from_address, '') || ' '
  || coalesce(subject, '') || ' ' || coalesce(message_id, '') || ' ' || coalesce(envelope ->> 'rcptTo', '')) gin_trgm_ops)
  where state <> 'received';

-- A reply may leave more than once: a person has it sent again, as a new letter with a Message-ID of its own,
-- perhaps to another address. The first letter of a reply stays unique; what is on its way is always the newest.
alter table outbound_letter drop constraint outbound_letter_reply_id_key;
alter table outbound_letter
  add column resend_of_id bigint references outbound_letter,
  add column resent_by_id bigint references agent,
  -- Whom this letter goes to instead of the reply's recipients; null is "as the reply says".
  add column to_addresses jsonb,
  -- The second number in the Message-ID of a letter sent again; null is the reply's own.
  add column part_id bigint,
  -- Subject, recipients, Message-ID and number in lower case, written with the row: what the outbox is searched by.
  add column search_text text,
  drop constraint outbound_letter_state_check,
  add constraint outbound_letter_state_check
    check (state in ('queued', 'handing_over', 'sent', 'failed', 'unconfirmed', 'cancelled'));
create unique index outbound_letter_reply_idx on outbound_letter (reply_id) where resend_of_id is null;
create index outbound_letter_of_reply_idx on outbound_letter (reply_id, id);
create index outbound_letter_part_idx on outbound_letter (part_id) where part_id is not null;
create index outbound_letter_created_idx on outbound_letter (created_at desc, id desc);
create index outbound_letter_inbox_idx on outbound_letter (inbox_id, created_at desc, id desc);
create index outbound_letter_text_idx on outbound_letter using gin (search_text gin_trgm_ops);

alter table system_letter
  drop constraint system_letter_state_check,
  add constraint system_letter_state_check check (state in ('queued', 'sent', 'failed', 'cancelled'));
create index system_letter_created_idx on system_letter (created_at desc, id desc);

-- When a folder was last looked into with success, and how many letters it had that were not fetched yet: silence is a fact only
-- where somebody listens.
alter table imap_position
  add column looked_at timestamptz,
  add column behind integer;

-- What stopped, from when to when, and whether the administrators were told: once when it begins, once when it ends.
create table channel_incident (
  id bigint generated always as identity primary key,
  -- A key of `health.problem` in locales/.
  kind text not null,
  inbox_id bigint not null references inbox on delete cascade,
  detail jsonb not null default '{}',
  started_at timestamptz not null,
  -- Last seen to hold; it ends when it has not been seen for a while.
  seen_at timestamptz not null,
  ended_at timestamptz,
  told_at timestamptz,
  recovery_told_at timestamptz
);
create unique index channel_incident_open_idx on channel_incident (kind, inbox_id) where ended_at is null;
create index channel_incident_recent_idx on channel_incident (started_at desc);

-- A letter of ours that goes round: out through an inbox's server, back in by the way its letters come.
create table channel_self_test (
  id bigint generated always as identity primary key,
  inbox_id bigint not null references inbox on delete cascade,
  started_at timestamptz not null,
  -- Null when it was time for one.
  started_by_id bigint references agent,
  connected_at timestamptz,
  handed_over_at timestamptz,
  arrived_at timestamptz,
  recognised_at timestamptz,
  inbound_letter_id bigint references inbound_letter,
  state text not null default 'running' check (state in ('running', 'passed', 'failed', 'lost')),
  -- A key of `delivery` in locales/, and the words of the other server.
  error text,
  detail text
);
create index channel_self_test_inbox_idx on channel_self_test (inbox_id, id desc);
create index channel_self_test_running_idx on channel_self_test (started_at) where state = 'running';

-- How the watch over the channels is kept; one row.
create table channel_watch (
  is_only boolean primary key default true check (is_only),
  -- Minutes without a look into a mailbox, and minutes a letter may wait, before it is called an incident.
  silent_minutes integer not null default 15 check (silent_minutes between 5 and 1440),
  queue_minutes integer not null default 15 check (queue_minutes between 5 and 1440),
  -- Hours between self-tests of every inbox that sends; null for none but those asked for.
  self_test_hours integer check (self_test_hours between 1 and 168),
  are_letters_sent boolean not null default true
);
insert into channel_watch default values;
