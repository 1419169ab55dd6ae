-- What happens to a ticket by itself needs three places on it, and rights for those who arrange it. Nothing here
-- rewrites the table of tickets: the columns are null until somebody fills them.

-- The nearest running deadline, kept on the ticket so that lists need not ask the clocks; and which clock it is of.
alter table ticket add column due_at timestamptz(3);
alter table ticket add column due_kind text check (due_kind in ('first_reply', 'next_reply', 'update', 'solution', 'stage'));
alter table ticket add constraint ticket_due_check check ((due_at is null) = (due_kind is null));
-- Until when it is put aside; null for one that is not.
alter table ticket add column frozen_until timestamptz;
-- What the desk itself asks for, by the key of the field.
alter table ticket add column fields jsonb;
alter table customer add column fields jsonb;
alter table organization add column fields jsonb;

create index ticket_due_idx on ticket (due_at, id) where due_at is not null and is_open;

update role set permissions = permissions || array['automation.manage', 'macro.share', 'webhook.manage']
  where key = 'administrator';
update role set permissions = permissions || array['automation.manage', 'macro.share'] where key = 'lead';

-- Who answers an event only while somebody wants it: a desk without rules pays nothing for having them. Asked in the
-- transaction that records the event, so switching on is exact: what commits after it is answered.
create table event_demand (
  type text not null,
  task text not null,
  primary key (type, task)
);
