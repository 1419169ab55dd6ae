-- Old mail as closed tickets: an mbox file that is uploaded, or a folder of an inbox's mailbox. Letters go into the
-- ledger like all others, decided from the start, so that the same letter is never taken twice and what answers it
-- finds its ticket.

create table mailbox_import (
  id bigint generated always as identity primary key,
  inbox_id bigint not null references inbox,
  source text not null check (source in ('mbox', 'imap')),
  -- The file as it was called, or the folder.
  name text not null,
  state text not null check (state in ('uploading', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  -- Bytes of the file, and how many of them are here; null for a folder.
  size_bytes bigint,
  uploaded_bytes bigint,
  -- What lies before it is done: a byte of the file, or a UID. Moved in the transaction that enters the letters.
  position bigint not null default 0,
  -- A folder's own numbering and how many letters it held at the start.
  uid_validity bigint,
  letters_total bigint,
  letters_read integer not null default 0,
  tickets_made integer not null default 0,
  messages_made integer not null default 0,
  replies_made integer not null default 0,
  skipped integer not null default 0,
  failed integer not null default 0,
  -- Time spent at work, without pauses: the estimate is made of it.
  busy_ms bigint not null default 0,
  -- Tickets that somebody had worked on since, when the import was undone: they stay.
  tickets_kept integer not null default 0,
  error text,
  created_by_id bigint references agent,
  created_at timestamptz not null,
  finished_at timestamptz
);

-- What an import made, for undoing it.
create table imported_letter (
  import_id bigint not null references mailbox_import on delete cascade,
  inbound_letter_id bigint not null references inbound_letter on delete cascade,
  ticket_id bigint not null,
  post_id bigint not null,
  is_new_ticket boolean not null,
  primary key (import_id, inbound_letter_id)
);
create index imported_letter_letter_idx on imported_letter (inbound_letter_id);

-- Letters that imported ones answer or name: of two folders one may come before what it answers. Read only while
-- importing.
create table imported_reference (
  message_id text not null,
  inbox_id bigint not null references inbox,
  ticket_id bigint not null references ticket on delete cascade,
  primary key (message_id, inbox_id)
);
create index imported_reference_ticket_idx on imported_reference (ticket_id);

create table mailbox_import_problem (
  id bigint generated always as identity primary key,
  import_id bigint not null references mailbox_import on delete cascade,
  -- Where in the file or folder, and what could be read of the letter.
  position bigint not null,
  subject text,
  message_id text,
  -- A key of `mailboxImport.problem` in locales/.
  problem text not null,
  detail text
);
create index mailbox_import_problem_idx on mailbox_import_problem (import_id, id);
