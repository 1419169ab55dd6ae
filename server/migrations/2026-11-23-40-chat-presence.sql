-- When a visitor's last widget was closed; null while one is open. Without it somebody who has left would seem to be
-- there until their silence is noticed. A widget open on another process takes it back with its next sign of life.
alter table chat_visitor add column left_at timestamptz;

-- An agent's conversations in chats are asked for all the time; they are few among all tickets.
create index ticket_chat_idx on ticket (assignee_id) where reply_channel = 'chat' and is_open;
