-- What a visitor is told of their conversation and nobody said: that somebody else answers from now on. No reply: it is
-- not sent, not answered for and not measured. Its id is drawn from the sequence of what is said, so that it stands in
-- its place among the lines and is told once.
create table chat_notice (
  id bigint primary key default nextval('post_id_seq'),
  ticket_id bigint not null references ticket on delete cascade,
  -- Who answers from now on.
  agent_id bigint not null references agent,
  -- Of the hand-over it tells of; told once, however often the job runs.
  event_id bigint not null unique,
  text text not null check (text <> ''),
  at timestamptz not null
);
create index chat_notice_ticket_idx on chat_notice (ticket_id);
create index chat_notice_agent_idx on chat_notice (agent_id);
