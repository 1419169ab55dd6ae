-- A team may wait for whoever knows the customer before it asks others.

-- For so many minutes of the team's working time, from when a ticket came to it; 0: others are asked at once.
alter table routing_policy add column known_wait_minutes integer not null default 0
  check (known_wait_minutes between 0 and 2880);

-- Who is waited for, and until when at the longest; none once that is over, and it does not begin again.
alter table routing_wait
  add column known_agent_id bigint references agent on delete set null,
  add column known_until timestamptz;
create index routing_wait_known_idx on routing_wait (known_agent_id) where known_agent_id is not null;
