-- The doors of the desk: inboxes, the ledger of everything that came in, and what goes out.

create table inbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('email')),
  name text not null,
  address text not null check (address = lower(address)),
  team_id bigint references team,
  -- 'smtp': letters come to the built-in listener; 'imap': they are fetched from a mailbox.
  receives_by text not null check (receives_by in ('smtp', 'imap')),
  -- Host, port, security, user and folder for each side; never a password.
  imap jsonb,
  smtp jsonb,
  -- Passwords and tokens, encrypted with the desk's key.
  secrets text,
  is_active boolean not null default true,
  last_received_at timestamptz,
  last_sent_at timestamptz,
  receive_error text,
  receive_error_at timestamptz,
  send_error text,
  send_error_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Stopped for good: its tickets stay, its address may be used again.
  archived_at timestamptz
);
create unique index inbox_address_idx on inbox (address) where archived_at is null;

alter table ticket add foreign key (inbox_id) references inbox;
alter table reply add foreign key (inbox_id) references inbox;

create table imap_position (
  inbox_id bigint not null references inbox on delete cascade,
  folder text not null,
  uid_validity bigint not null,
  last_uid bigint not null,
  primary key (inbox_id, folder)
);

-- The ledger: a row is written before anything else happens to a letter, and ends in one visible state.
create table inbound_letter (
  id bigint generated always as identity primary key,
  inbox_id bigint not null references inbox,
  raw_sha256 bytea not null references blob,
  message_id text,
  -- What a person wrote, hashed: the same letter through two mailboxes differs in its raw bytes, not in this.
  fingerprint bytea,
  from_address text,
  subject text,
  envelope jsonb not null default '{}',
  received_at timestamptz not null,
  state text not null default 'received'
    check (state in ('received', 'new_ticket', 'threaded', 'ignored', 'quarantined')),
  -- The rule that decided, by name, and what it saw.
  reason text,
  detail jsonb not null default '{}',
  ticket_id bigint references ticket,
  customer_message_id bigint references customer_message,
  attempts integer not null default 0,
  decided_at timestamptz,
  unique (inbox_id, raw_sha256)
);
create index inbound_letter_message_id_idx on inbound_letter (message_id) where message_id is not null;
create index inbound_letter_message_idx on inbound_letter (customer_message_id) where customer_message_id is not null;
create index inbound_letter_ticket_idx on inbound_letter (ticket_id) where ticket_id is not null;
create index inbound_letter_attention_idx on inbound_letter (id) where state in ('received', 'quarantined');

-- The outbox. It points at replies and at nothing else.
create table outbound_letter (
  id bigint generated always as identity primary key,
  reply_id bigint not null unique references reply,
  ticket_id bigint not null references ticket,
  inbox_id bigint not null references inbox,
  -- Fixed before the first try, so a repeated try is the same letter.
  message_id text not null unique,
  state text not null default 'queued'
    check (state in ('queued', 'handing_over', 'sent', 'failed', 'unconfirmed')),
  -- Recipients another server has taken already: a further try addresses the others only.
  accepted text[] not null default '{}',
  -- The session of the process that is handing over; when it is gone, the outcome is unknown.
  sender_id bigint,
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  error text,
  detail text,
  created_at timestamptz not null,
  handed_over_at timestamptz,
  sent_at timestamptz
);
create sequence sender_id_seq as bigint;
create index outbound_letter_ticket_idx on outbound_letter (ticket_id);
create index outbound_letter_unsent_idx on outbound_letter (id) where state <> 'sent';

-- Letters the desk itself writes to its agents: invitations, password resets.
create table system_letter (
  id bigint generated always as identity primary key,
  to_address text not null,
  template text not null,
  -- Encrypted: it may carry a link that signs somebody in.
  secrets text not null,
  language text not null check (language in ('ru', 'en')),
  message_id text not null unique,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
