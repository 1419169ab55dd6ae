-- When those who manage webhooks were told last that deliveries of one were given up: once a day is enough.
alter table webhook add column gave_up_told_at timestamptz;

-- A webhook that is removed at this moment hears nothing, and stops nobody's transaction. Its row is held before its
-- line, as everywhere.
create or replace function webhook_enqueue(
  hook bigint, origin text, type text, event_id bigint, ticket_id bigint, at timestamptz, card jsonb, reply jsonb, facts jsonb
) returns bigint language plpgsql as $$
declare
  delivery bigint;
begin
  perform from webhook where id = hook for key share;
  if not found then return null; end if;
  if ticket_id is not null then
    -- Also for whoever finishes the line's last delivery at this moment: they see this one, or have taken the line away.
    insert into webhook_lane (webhook_id, lane, next_at) values (hook, ticket_id, at)
      on conflict (webhook_id, lane) do update set lane = excluded.lane;
  end if;
  insert into webhook_delivery
      (webhook_id, lane, message_id, origin, type, event_id, ticket_id, at, ticket, reply, facts, created_at, next_try_at)
    values (hook, coalesce(ticket_id, 0), 'msg_' || replace(gen_random_uuid()::text, '-', ''), origin, type, event_id,
      ticket_id, at, card, reply, facts, at, at)
    on conflict do nothing
    returning webhook_delivery.id into delivery;
  if delivery is null then return null; end if;
  if ticket_id is null then
    update webhook_delivery set lane = -delivery where id = delivery;
    insert into webhook_lane (webhook_id, lane, next_at) values (hook, -delivery, at);
  end if;
  perform pg_notify('otklik', '{"topic":"webhook.work"}');
  return delivery;
end $$;

-- A line that somebody has is due when their claim ends: one column says when to look next, and one index answers.
update webhook_lane set next_at = greatest(next_at, claimed_until) where claimed_until is not null;
-- Tests go out whatever the state: found without reading what waits for a webhook that is paused.
create index webhook_lane_test_idx on webhook_lane (webhook_id, next_at) where lane < 0;

-- The last day's tries and what was given up are counted without reading a row; the log of a ticket is found at once.
drop index webhook_attempt_health_idx;
create index webhook_attempt_health_idx on webhook_attempt (webhook_id, at) include (is_success);
drop index webhook_delivery_failed_idx;
create index webhook_delivery_failed_idx on webhook_delivery (webhook_id, id desc) include (origin) where state = 'failed';
create index webhook_delivery_ticket_idx on webhook_delivery (webhook_id, ticket_id, id desc) where ticket_id is not null;
-- What has waited for too long is given up.
create index webhook_delivery_waiting_idx on webhook_delivery (created_at) where state = 'pending';
