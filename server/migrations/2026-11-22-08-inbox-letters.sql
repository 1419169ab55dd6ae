-- What an inbox says and does beyond its two connections: further addresses, signatures, copies, DKIM.

-- One jsonb column a section (contract/inbox-sections.ts): read and written as a whole, null is "never set", so that
-- a new property with a default needs no migration. Inboxes are few; nothing is searched by these columns.
alter table inbox
  add column addressing jsonb,
  add column signature jsonb,
  add column copies jsonb,
  -- Why the mailbox itself cannot be kept in order: a sent letter copied, a fetched one moved. No letter waits for it.
  add column copy_error text,
  add column copy_error_at timestamptz;

-- The agent's own signature, Liquid over HTML; the inbox decides whether letters carry it.
alter table agent add column signature text;
-- What stands under the name in letters: "Support engineer".
alter table agent add column position text;

-- Copies of sent letters, put into the mailbox after delivery and apart from it: however often this fails, the
-- letter is never sent again for it.
create table sent_copy (
  id bigint generated always as identity primary key,
  outbound_letter_id bigint not null unique references outbound_letter,
  inbox_id bigint not null references inbox,
  -- 'failed' is final: tried as often as it is worth.
  state text not null default 'queued' check (state in ('queued', 'kept', 'failed')),
  attempts integer not null default 0,
  error text,
  created_at timestamptz not null,
  kept_at timestamptz
);
create index sent_copy_attention_idx on sent_copy (inbox_id) where state <> 'kept';

-- Letters that are in the ledger and still have to be marked or moved in their mailbox. Written in the transaction
-- that enters the letter, taken away when the server has done it: a crash between the two repeats the mark, never
-- the letter.
create table imap_errand (
  inbox_id bigint not null references inbox on delete cascade,
  folder text not null,
  uid_validity bigint not null,
  uid bigint not null,
  attempts integer not null default 0,
  primary key (inbox_id, folder, uid_validity, uid)
);

-- One signing key a domain (RFC 6376), whichever inboxes send from it; a rotated key keeps the old row until the new
-- record is seen in DNS, so the newest that is on signs.
create table dkim_key (
  id bigint generated always as identity primary key,
  domain text not null check (domain = lower(domain)),
  selector text not null,
  -- What DNS says: base64 of the public key.
  public_key text not null,
  -- The private key, sealed with the desk's key.
  secrets text not null,
  is_on boolean not null default false,
  checked_at timestamptz,
  check_problem text,
  created_at timestamptz not null,
  unique (domain, selector)
);
