-- Whether a letter was wished for when it happened: a wish that comes later is not one for what lies unread by then.
alter table notification add column is_for_mail boolean not null default false;
create index notification_unmailed_idx on notification (agent_id) where is_for_mail and mailed_at is null;

-- When an agent was last written to: what comes soon after waits, and goes together.
create table notification_letter (
  agent_id bigint primary key references agent on delete cascade,
  written_at timestamptz
);
