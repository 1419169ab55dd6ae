-- Sending that can be taken back: a few seconds of second thoughts, a time to send at, and a question when the
-- conversation has moved on meanwhile.

-- How long one's own replies wait before they leave, so that Send can be undone; 0 sends at once.
alter table agent add column undo_seconds smallint not null default 10 check (undo_seconds between 0 and 30);

-- All null for a reply that goes at once, so the million replies there are stay untouched.
alter table reply
  -- Until when it waits: the seconds of undo, or the time its writer chose.
  add column send_at timestamptz,
  -- When the waiting was over and the outbox took it; from then on it cannot be cancelled.
  add column released_at timestamptz,
  -- When somebody last decided that it should go at send_at: what happens to the ticket after this makes us ask.
  add column decided_at timestamptz,
  add column if_customer_writes text check (if_customer_writes in ('ask', 'cancel')),
  -- The status the ticket takes when a scheduled reply goes.
  add column after_status_id bigint,
  -- What the reply changed on its ticket, before and after, while that can still be undone.
  add column moved jsonb;

-- Widened; NOT VALID because every row passed the narrower check, and looking at a million of them takes the table away.
alter table reply drop constraint reply_delivery_state_check;
alter table reply add constraint reply_delivery_state_check check (delivery_state in
  ('queued', 'scheduled', 'held', 'cancelled', 'sent', 'failed', 'unconfirmed')) not valid;
alter table reply add foreign key (after_status_id) references ticket_status not valid;

-- A customer's message asks whether a reply waits on its ticket: almost never, and the index is as small as that.
create index reply_waiting_idx on reply (ticket_id) where delivery_state in ('scheduled', 'held');

-- Whom an unfinished answer goes to, once its writer has chosen: it survives a reload and an undone Send.
alter table draft add column recipients jsonb;
