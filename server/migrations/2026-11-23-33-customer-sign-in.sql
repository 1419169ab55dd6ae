-- Customers come in to the portal: by a letter, a password of theirs, or a provider of identities.

create table customer_session (
  id bigint generated always as identity primary key,
  -- The SHA-256 of what the browser keeps.
  token_hash bytea not null unique,
  customer_id bigint not null references customer on delete cascade,
  -- What was proved. Once the address is somebody else's, the session opens nothing.
  address text not null,
  means text not null check (means in ('letter', 'password', 'oidc')),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text not null,
  user_agent text not null
);
create index customer_session_customer_idx on customer_session (customer_id);
create index customer_session_expires_idx on customer_session (expires_at);

-- A letter that signs in: asked for by one browser, which alone may use the code; the link works in any.
create table customer_sign_in (
  id bigint generated always as identity primary key,
  address text not null,
  browser_hash bytea not null unique,
  -- Over the browser's token and the code: a million codes are soon tried, the token is not.
  code_hash bytea not null,
  link_hash bytea not null unique,
  wrong_codes integer not null default 0,
  -- Where on the portal its reader wanted to go.
  next text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index customer_sign_in_expires_idx on customer_sign_in (expires_at);

create table customer_password (
  customer_id bigint primary key references customer on delete cascade,
  password_hash text not null,
  changed_at timestamptz not null
);

create table customer_sign_in_setting (
  id boolean primary key default true check (id),
  has_password boolean not null default true,
  has_oidc boolean not null default false,
  -- On its button.
  oidc_name text not null default '',
  oidc_issuer text not null default '',
  oidc_client_id text not null default '',
  -- Encrypted.
  oidc_secret text,
  version integer not null default 1,
  check (not has_oidc or (oidc_name <> '' and oidc_issuer <> '' and oidc_client_id <> ''))
);
insert into customer_sign_in_setting default values;

-- Forms of the portal that were taken, by the key each was shown with: sent twice, it is one.
create table customer_form (
  customer_id bigint not null references customer on delete cascade,
  key text not null,
  ticket_id bigint references ticket on delete cascade,
  at timestamptz not null,
  primary key (customer_id, key)
);
create index customer_form_at_idx on customer_form (at);
create index customer_form_ticket_idx on customer_form (ticket_id);
