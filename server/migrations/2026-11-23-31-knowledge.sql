-- The knowledge base: articles in a tree of categories, one structure in several languages.

-- An article is never more visible than its category, and that never more than the one above it: see visibleArticles.
create table knowledge_category (
  id bigint generated always as identity primary key,
  parent_id bigint references knowledge_category,
  visibility text not null default 'public' check (visibility in ('public', 'customers', 'internal')),
  position integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  archived_at timestamptz,
  check (parent_id <> id)
);
create index knowledge_category_parent_idx on knowledge_category (parent_id);

create table knowledge_category_text (
  category_id bigint not null references knowledge_category on delete cascade,
  language text not null check (language in ('ru', 'en')),
  title text not null check (title <> ''),
  description text not null default '',
  slug text not null check (slug <> ''),
  primary key (category_id, language),
  unique (language, slug)
);

create table article (
  id bigint generated always as identity primary key,
  category_id bigint not null references knowledge_category,
  visibility text not null default 'public' check (visibility in ('public', 'customers', 'internal')),
  position integer not null default 0,
  tags text[] not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by_id bigint references agent,
  updated_at timestamptz not null,
  archived_at timestamptz
);
create index article_category_idx on article (category_id, position, id);

create table article_author (
  article_id bigint not null references article on delete cascade,
  agent_id bigint not null references agent,
  position integer not null,
  primary key (article_id, agent_id)
);

create table article_related (
  article_id bigint not null references article on delete cascade,
  related_id bigint not null references article on delete cascade,
  position integer not null,
  primary key (article_id, related_id),
  check (article_id <> related_id)
);

-- An article in one language: what is being written, and which of its versions is published.
create table article_text (
  article_id bigint not null references article on delete cascade,
  language text not null check (language in ('ru', 'en')),
  title text not null check (title <> ''),
  summary text not null default '',
  html text not null default '',
  -- Of what is being written, as lemmas: the desk finds drafts too.
  words tsvector not null,
  -- What is written differs from what is published.
  is_changed boolean not null default true,
  is_in_review boolean not null default false,
  review_asked_by_id bigint references agent,
  published_version_id bigint,
  first_published_at timestamptz,
  published_at timestamptz,
  -- When which version is published by itself, and by whose word: what is written meanwhile is not.
  publish_at timestamptz,
  publish_version_id bigint,
  publish_by_id bigint references agent,
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by_id bigint references agent,
  helped_count integer not null default 0,
  not_helped_count integer not null default 0,
  primary key (article_id, language)
);
create index article_text_words_idx on article_text using gin (words);
create index article_text_due_idx on article_text (publish_at) where publish_at is not null;
create index article_text_published_idx on article_text (language, published_at desc) where published_version_id is not null;

-- What was written, when and by whom. The newest is what is being written; an unpublished one takes further saves of its
-- writer for some minutes, a published one is never changed.
create table article_version (
  id bigint generated always as identity primary key,
  article_id bigint not null references article on delete cascade,
  language text not null,
  number integer not null,
  title text not null,
  summary text not null,
  html text not null,
  text text not null,
  made_at timestamptz not null,
  made_by_id bigint references agent,
  -- When it was last published.
  published_at timestamptz,
  -- The version it was restored from.
  restored_from_id bigint references article_version,
  unique (article_id, language, number)
);
alter table article_text add foreign key (published_version_id) references article_version,
  add foreign key (publish_version_id) references article_version;

-- Every address an article ever had; the newest is its own, the others lead there.
create table article_address (
  language text not null check (language in ('ru', 'en')),
  slug text not null check (slug <> ''),
  article_id bigint not null references article on delete cascade,
  is_current boolean not null,
  created_at timestamptz not null,
  primary key (language, slug)
);
create unique index article_address_current_idx on article_address (article_id, language) where is_current;

-- Pictures and attachments; an article shows its own as <img src="file:ID">.
create table article_file (
  id bigint generated always as identity primary key,
  article_id bigint not null references article on delete cascade,
  sha256 bytea not null references blob,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  is_attachment boolean not null default false,
  created_at timestamptz not null,
  created_by_id bigint references agent
);
create index article_file_article_idx on article_file (article_id);

-- Published words, as lemmas. Small beside tickets: one row an article and language, rewritten when it is published.
create table article_search (
  article_id bigint not null references article on delete cascade,
  language text not null,
  words tsvector not null,
  primary key (article_id, language)
);
create index article_search_words_idx on article_search using gin (words);

-- The words of published articles as they are written: what a misspelt one was meant to be.
create table article_word (
  language text not null,
  word text not null collate "C",
  seen integer not null,
  primary key (language, word)
);
create index article_word_similar_idx on article_word using gin (word gin_trgm_ops);

-- Words that mean the same to whoever searches.
create table knowledge_synonym (
  id bigint generated always as identity primary key,
  words text[] not null check (cardinality(words) >= 2),
  created_at timestamptz not null
);

create table article_feedback (
  id bigint generated always as identity primary key,
  article_id bigint not null references article on delete cascade,
  language text not null,
  -- Whoever said it, hashed with the desk's key: nobody counts twice, and nobody is known by it.
  visitor_hash bytea not null,
  address_hash bytea not null,
  has_helped boolean not null,
  comment text not null default '',
  at timestamptz not null,
  unique (article_id, language, visitor_hash)
);
create index article_feedback_address_idx on article_feedback (address_hash, at);
create index article_feedback_comments_idx on article_feedback (article_id, at desc) where comment <> '';

-- What was searched for and not found; the words alone, nothing of who searched.
create table missed_search (
  language text not null,
  query text not null,
  times integer not null default 1,
  last_at timestamptz not null,
  primary key (language, query)
);
create index missed_search_times_idx on missed_search (times desc, last_at desc);
