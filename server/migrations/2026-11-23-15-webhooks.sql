-- What a webhook's log is too long for to be done in one transaction is done in pieces, which go on here after a crash.
alter table webhook
  -- Removed: nobody sees it any more; its log goes first, and it goes last.
  add column removed_at timestamptz,
  -- Disabled: what waited, up to this delivery, is being given up. Nothing leaves before that is done.
  add column give_up_to bigint,
  -- Everything that was given up is sent again: of these deliveries, so many of so many so far.
  add column resend_after bigint,
  add column resend_to bigint,
  add column resend_done integer not null default 0,
  add column resend_total integer not null default 0,
  add check ((resend_after is null) = (resend_to is null));
