-- What is put aside is asked for by itself.
create index ticket_frozen_idx on ticket (last_activity_at desc, id desc) where frozen_until is not null;
