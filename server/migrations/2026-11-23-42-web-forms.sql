-- Forms: what customers fill in on the desk's own pages and on other sites, each of which becomes a ticket.

create table web_form (
  id bigint generated always as identity primary key,
  -- What the address of its page and the site's script tag carry.
  key text not null unique check (key ~ '^[a-z0-9]{12,40}$'),
  name text not null check (name <> ''),
  is_active boolean not null default true,
  languages text[] not null default '{ru,en}' check (cardinality(languages) > 0 and languages <@ '{ru,en}'),
  -- By language: title, intro, button, thanks, consent.
  texts jsonb not null,
  -- In their order, as the contract's FormField.
  fields jsonb not null,
  team_id bigint references team,
  category_id bigint references ticket_category,
  -- Where letters to the customer go from; null for whichever inbox sends.
  inbox_id bigint references inbox,
  priority text not null default 'medium' check (priority in ('low', 'medium', 'high', 'critical')),
  tags text[] not null default '{}',
  has_consent boolean not null default false,
  consent_url text,
  has_suggestions boolean not null default true,
  needs_proof boolean not null default true,
  takes_plain boolean not null default true,
  is_confirmed boolean not null default true,
  redirect_url text,
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  accent_dark text check (accent_dark ~ '^#[0-9a-f]{6}$'),
  inherits_look boolean not null default true,
  -- Origins that may show it; any when empty.
  sites text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz
);

-- What was sent by a form. Sent twice, it is one request: the second finds the first one's ticket here.
create table web_form_submission (
  form_id bigint not null references web_form,
  key text not null,
  ticket_id bigint not null references ticket,
  page_url text not null default '',
  referrer text not null default '',
  utm jsonb not null default '{}',
  at timestamptz not null,
  primary key (form_id, key)
);
create index web_form_submission_ticket_idx on web_form_submission (ticket_id);
create index web_form_submission_at_idx on web_form_submission (form_id, at);

-- Uploaded for a filled-in form that was not sent yet; gone after a day.
create table web_form_file (
  id bigint generated always as identity primary key,
  form_id bigint not null references web_form,
  submission text not null,
  sha256 bytea not null references blob,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  created_at timestamptz not null
);
create index web_form_file_submission_idx on web_form_file (form_id, submission);
create index web_form_file_created_idx on web_form_file (created_at);

-- Solved challenges, so that none counts twice; kept until they would be too old by themselves.
create table web_form_proof (
  signature bytea primary key,
  used_at timestamptz not null
);
create index web_form_proof_used_idx on web_form_proof (used_at);
