-- Folders of Markdown and HTML as articles: an archive is tried first, then imported, and may be imported again.

create table knowledge_import (
  id bigint generated always as identity primary key,
  -- The archive as it was called, and where its bytes are.
  name text not null,
  sha256 bytea not null references blob,
  size_bytes bigint not null,
  state text not null default 'tried' check (state in ('tried', 'running', 'done', 'failed', 'cancelled')),
  -- What was decided when it was started: language, category, what becomes of what is there, whether it is published.
  options jsonb,
  -- Whoever started it might add categories and publish.
  may_publish boolean not null default false,
  -- Steps that are done, and how many there are. Moved in the transaction that does the step.
  position integer not null default 0,
  steps integer not null default 0,
  categories_made integer not null default 0,
  articles_made integer not null default 0,
  articles_updated integer not null default 0,
  articles_unchanged integer not null default 0,
  articles_skipped integer not null default 0,
  articles_failed integer not null default 0,
  error text,
  created_by_id bigint not null references agent,
  created_at timestamptz not null,
  finished_at timestamptz
);

-- What lies in the archive, read once when it arrives.
create table knowledge_import_item (
  import_id bigint not null references knowledge_import on delete cascade,
  position integer not null,
  path text not null,
  kind text not null check (kind in ('article', 'index', 'picture', 'attachment', 'unused')),
  -- Where it stands, whatever its language: `guide/install`; of a folder's own page `guide/`.
  source text not null,
  -- Null where only the importer can know.
  language text check (language in ('ru', 'en')),
  title text not null default '',
  slug text,
  primary key (import_id, position)
);

create table knowledge_import_problem (
  id bigint generated always as identity primary key,
  import_id bigint not null references knowledge_import on delete cascade,
  path text not null,
  -- A key of `knowledge.import.problem` in locales/.
  problem text not null,
  detail text,
  -- Came up while importing; the others are known beforehand.
  is_late boolean not null
);
create index knowledge_import_problem_idx on knowledge_import_problem (import_id, id);

-- What was made of which file: the same folder again is the same articles, whatever they are called by now.
create table knowledge_source (
  id bigint generated always as identity primary key,
  -- The category it was imported into; null at the top.
  root_id bigint references knowledge_category,
  source text not null,
  article_id bigint references article on delete cascade,
  category_id bigint references knowledge_category,
  -- The import that made it; null for what was there before.
  import_id bigint references knowledge_import on delete set null,
  check (num_nonnulls(article_id, category_id) = 1)
);
create unique index knowledge_source_idx on knowledge_source (coalesce(root_id, 0), source);
create index knowledge_source_article_idx on knowledge_source (article_id);
create index knowledge_source_import_idx on knowledge_source (import_id);
