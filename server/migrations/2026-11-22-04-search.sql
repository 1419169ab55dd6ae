-- Words in any grammatical form, phrases, addresses, and what to offer for a misspelt one.
-- The server writes lemmas itself (docs/decisions/russian-words.md); PostgreSQL needs no dictionary of its own.
-- Figures behind every choice here: docs/decisions/search.md.

create extension if not exists pg_trgm;

-- One row holds everything of a ticket that one audience may read, so that words of different letters meet. It is
-- written in the transaction that writes the letter, by appending. Notes are rows of their own: who may not read
-- them never matches them. A row that has grown is left alone and the next segment begun, so an append stays cheap.
create table search_document (
  ticket_id bigint not null references ticket on delete cascade,
  kind text not null check (kind in ('public', 'note')),
  segment smallint not null,
  -- Besides lemmas, every row holds two lexemes that say which range of ticket numbers it belongs to (~b, ~c):
  -- a common word is looked for in the newest range first, and GIN then skips the rest of its posting list.
  words tsvector not null,
  primary key (ticket_id, kind, segment)
);
-- New words wait in the index's pending list, whatever is being written; the server empties it in the background
-- (`startSearchIndexUpkeep`), so that no letter and no reply pays for it. The limit is what a stopped upkeep may leave.
create index search_document_words_idx on search_document using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 32768);

-- The words that occur: what a beginning of a word may become, and what a misspelt one was meant to be.
create table lexicon (
  word text collate "C" primary key,
  seen integer not null
);
create index lexicon_similar_idx on lexicon using gin (word gin_trgm_ops);

-- Names and addresses typed wrongly.
create index customer_name_similar_idx on customer using gin (name gin_trgm_ops);
create index customer_address_similar_idx on customer_address using gin (value gin_trgm_ops);
