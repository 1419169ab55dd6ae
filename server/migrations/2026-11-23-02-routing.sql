-- What led a ticket into routing's queue, and how long it is kept for whoever knows its customer.

-- The rules whose effects put it there: what is done when it is handed out, perhaps much later, is an effect of theirs.
alter table routing_wait add column chain bigint[] not null default '{}';
