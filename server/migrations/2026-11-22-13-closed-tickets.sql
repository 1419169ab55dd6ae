-- What becomes of a letter to a closed ticket of this inbox (contract/inbox-sections.ts); null is a new, linked ticket.
alter table inbox add column reopening jsonb;
