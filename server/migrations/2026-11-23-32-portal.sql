-- The pages customers meet: how they look, what they are called, and where they are.

create table portal_setting (
  id boolean primary key default true check (id),
  is_on boolean not null default true,
  -- What it is called, by language; the desk's name where nothing is said.
  names jsonb not null default '{}',
  -- Its own host, with the portal at its root; without one it lies under /help of the desk's.
  host text unique check (host = lower(host) and host <> ''),
  languages text[] not null default '{ru,en}' check (cardinality(languages) > 0 and languages <@ '{ru,en}'),
  -- A colour for light pages and one for dark ones, as #rrggbb; the desk's where nothing is said.
  accent text check (accent ~ '^#[0-9a-f]{6}$'),
  accent_dark text check (accent_dark ~ '^#[0-9a-f]{6}$'),
  logo_sha256 bytea references blob,
  logo_mime text,
  version integer not null default 1,
  check ((logo_sha256 is null) = (logo_mime is null))
);
insert into portal_setting default values;

-- Templates of the theme that somebody changed; what is not here is as it came.
create table portal_template (
  name text primary key,
  source text not null,
  updated_at timestamptz not null,
  updated_by_id bigint references agent
);
