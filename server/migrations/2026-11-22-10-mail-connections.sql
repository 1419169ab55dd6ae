-- Mailboxes whose provider lets programs in by OAuth2 only, and Microsoft Graph as a second way in and out.

-- The table is as small as the number of inboxes, so the checks may look at every row.
alter table inbox drop constraint inbox_receives_by_check;
alter table inbox add constraint inbox_receives_by_check check (receives_by in ('smtp', 'imap', 'graph'));
alter table inbox add column sends_by text not null default 'smtp' check (sends_by in ('smtp', 'graph'));
-- Null: signs in by password. 'lost': the provider has withdrawn access, and only a person can get it back; letters
-- wait meanwhile. It stands on the inbox so that whoever shows or sends needs no second look.
alter table inbox add column connection_state text check (connection_state in ('new', 'connected', 'lost'));

create table mail_connection (
  inbox_id bigint primary key references inbox on delete cascade,
  provider text not null check (provider in ('google', 'microsoft', 'other')),
  -- 'person': somebody signed in and agreed. 'application': the organization has let the application in itself.
  grant_kind text not null default 'person' check (grant_kind in ('person', 'application')),
  -- Microsoft's directory. Its endpoints are the only ones used, by every process.
  tenant text,
  client_id text not null,
  -- Sealed with the desk's key, like the grant below.
  client_secret text,
  -- Typed by the administrator for providers we do not know; null otherwise.
  authorize_url text,
  token_url text,
  userinfo_url text,
  scopes text,
  -- Whoever signs in has another address than the mailbox: said explicitly, never assumed.
  is_shared boolean not null default false,
  -- Graph only: which folder is fetched.
  folder text not null default 'inbox',
  state text not null default 'new' check (state in ('new', 'connected', 'lost')),
  -- Why it is lost: a key of `connectionProblem` in locales/, and the provider's own words.
  problem text,
  detail text,
  lost_at timestamptz,
  -- Refresh and access token, sealed. Kept here and not with the inbox's passwords: this row is locked while the
  -- provider is asked, and letters must not wait for that.
  grant_sealed text,
  -- Who signed in, as the provider says.
  account text,
  connected_at timestamptz,
  refreshed_at timestamptz,
  -- When the grant ends unless something happens, as far as is known: of itself, or when it is not used.
  expires_at timestamptz,
  expires_because text check (expires_because in ('limited', 'idle')),
  updated_at timestamptz not null
);

-- Somebody has been sent to the provider and is expected back: once, soon, in the same session.
create table mail_connection_attempt (
  state_hash bytea primary key,
  inbox_id bigint not null references inbox on delete cascade,
  -- The session, or the API key, that began.
  bound_to text not null,
  -- The PKCE verifier, sealed.
  verifier text not null,
  expires_at timestamptz not null
);
create index mail_connection_attempt_inbox_idx on mail_connection_attempt (inbox_id);

-- Where the next look at a Graph folder begins: the link that the last answer gave.
create table graph_position (
  inbox_id bigint not null references inbox on delete cascade,
  folder text not null,
  link text not null,
  primary key (inbox_id, folder)
);

-- Which messages of a Graph mailbox the ledger has. Exchange writes a message's MIME anew each time it is asked
-- for it, so bytes cannot tell; the immutable id can. Its hash is kept: ids are long.
create table graph_letter (
  inbox_id bigint not null references inbox on delete cascade,
  id_hash bytea not null,
  -- The id itself while the message is still to be marked or moved in its mailbox; null when that is done.
  to_tidy text,
  primary key (inbox_id, id_hash)
);
create index graph_letter_to_tidy_idx on graph_letter (inbox_id) where to_tidy is not null;
