-- A ticket that came out of another again, or that another opened by going into it, needs an owner as well: desks that
-- hand out already ask to be told of that too.
insert into event_demand (type, task)
  select type, 'routing.answer' from unnest(array['ticket.absorbed', 'ticket.unmerged']) as type
  where exists (select from event_demand where task = 'routing.answer')
  on conflict do nothing;
