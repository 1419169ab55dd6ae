-- A delivery takes its number once its line is locked: of two transactions that tell of one ticket, whoever commits
-- first is sent first.
create or replace function webhook_enqueue(
  hook bigint, origin text, type text, event_id bigint, ticket_id bigint, at timestamptz, card jsonb, reply jsonb, facts jsonb
) returns bigint language plpgsql as $$
declare
  delivery bigint;
begin
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
