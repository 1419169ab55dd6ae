-- What an article says of itself in a few words (title, tags, headings, summary): small enough to stand in the row, where
-- the whole vector of a text lies apart. A search ranks by it first and looks into few texts.
alter table article_search
  add column brief tsvector not null generated always as (ts_filter(words, '{a,b,c}')) stored;
create index article_search_brief_idx on article_search using gin (brief);
