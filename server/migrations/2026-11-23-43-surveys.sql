-- Where a customer was asked, and where they answered: a letter is not the only way any more.
alter table survey
  add column asked_in text not null default 'email' check (asked_in in ('email', 'chat')),
  add column rated_in text check (rated_in in ('email', 'chat', 'portal'));
update survey set rated_in = 'email' where rated_at is not null;

-- What the latest score of a ticket says, for lists and for rules: neither asks surveys for every ticket.
alter table ticket
  add column rating_score smallint,
  add column rating_scale smallint,
  add column is_rated_good boolean,
  add column is_rated_low boolean;
create index ticket_rated_idx on ticket (is_rated_low, last_activity_at desc, id desc) where rating_score is not null;
update ticket set rating_score = last.score, rating_scale = last.scale, is_rated_good = last.is_good,
    is_rated_low = coalesce(last.score <= (select low_score from survey_setting), false)
  from (select distinct on (ticket_id) ticket_id, score, scale, is_good from survey
    where score is not null order by ticket_id, rated_at desc) as last
  where ticket.id = last.ticket_id;

-- The overview asks by team and by agent within a period.
create index survey_agent_idx on survey (agent_id, asked_at);
create index survey_team_idx on survey (team_id, asked_at);
create index survey_ticket_idx on survey (ticket_id);
