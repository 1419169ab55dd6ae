-- What happens to tickets, told to other programs. A delivery is written in the transaction of what it tells of; it
-- leaves afterwards, in order for each ticket, until it is taken or a day is over.

create table webhook (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  url text not null check (url <> ''),
  -- 'paused': deliveries wait. 'disabled': none are made.
  state text not null default 'active' check (state in ('active', 'paused', 'disabled')),
  -- A key of `webhook.disabledBecause` in locales/.
  disabled_because text check (disabled_because in ('hand', 'gone', 'failing')),
  check ((state = 'disabled') = (disabled_because is not null)),
  types text[] not null,
  -- Null: of every team, of every inbox.
  team_ids bigint[],
  inbox_ids bigint[],
  -- Sealed with the desk's key: the headers it sends along, by name; the secret it signs with, and the one before it.
  headers text,
  header_names text[] not null default '{}',
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  check ((old_secret is null) = (old_secret_until is null)),
  -- Since when nothing has been taken; null while things are well.
  failing_since timestamptz,
  last_success_at timestamptz,
  version integer not null default 1,
  created_by_id bigint references agent,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table webhook_delivery (
  id bigint generated always as identity primary key,
  webhook_id bigint not null references webhook on delete cascade,
  -- What it stands in line behind: its ticket; or nothing, by a number of its own below zero.
  lane bigint not null,
  -- The same in every try and when it is sent again: by this the other side knows that it has it.
  message_id text not null unique,
  origin text not null check (origin in ('event', 'rule', 'test')),
  type text not null,
  event_id bigint,
  ticket_id bigint,
  at timestamptz not null,
  -- The ticket's row as it was then; what became of a reply until then; who did it and what they said.
  ticket jsonb,
  reply jsonb,
  facts jsonb not null default '{}',
  -- What is sent, once it has been written.
  body text,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  -- A key of `webhook.problem` in locales/, for one that failed or is being tried again.
  problem text,
  status integer,
  tries integer not null default 0,
  first_tried_at timestamptz,
  finished_at timestamptz,
  next_try_at timestamptz,
  created_at timestamptz not null
);
-- An event is told to a webhook once, whatever runs twice.
create unique index webhook_delivery_event_idx on webhook_delivery (webhook_id, event_id) where origin = 'event';
create index webhook_delivery_list_idx on webhook_delivery (webhook_id, id desc);
create index webhook_delivery_lane_idx on webhook_delivery (webhook_id, lane, id) where state = 'pending';
create index webhook_delivery_failed_idx on webhook_delivery (webhook_id, id desc) where state = 'failed';
create index webhook_delivery_finished_idx on webhook_delivery (finished_at) where state <> 'pending';

-- A line of deliveries with somebody in it: when its head is tried next, and until when a worker has it.
create table webhook_lane (
  webhook_id bigint not null references webhook on delete cascade,
  lane bigint not null,
  next_at timestamptz not null,
  claimed_until timestamptz,
  primary key (webhook_id, lane)
);
create index webhook_lane_next_idx on webhook_lane (webhook_id, next_at);

create table webhook_attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references webhook_delivery on delete cascade,
  webhook_id bigint not null,
  at timestamptz not null,
  duration_ms integer not null,
  is_success boolean not null,
  problem text,
  detail text,
  status integer,
  address text,
  -- Heads without secrets, bodies up to a bound.
  request_headers jsonb not null,
  response_headers jsonb,
  response_body text,
  is_cut boolean not null default false
);
create index webhook_attempt_delivery_idx on webhook_attempt (delivery_id, id);
create index webhook_attempt_health_idx on webhook_attempt (webhook_id, at);

-- Puts a delivery into its line, in the caller's transaction. Answers its id.
create function webhook_enqueue(
  hook bigint, origin text, type text, event_id bigint, ticket_id bigint, at timestamptz, card jsonb, reply jsonb, facts jsonb
) returns bigint language plpgsql as $$
declare
  delivery bigint;
  line bigint;
begin
  insert into webhook_delivery
      (webhook_id, lane, message_id, origin, type, event_id, ticket_id, at, ticket, reply, facts, created_at, next_try_at)
    values (hook, coalesce(ticket_id, 0), 'msg_' || replace(gen_random_uuid()::text, '-', ''), origin, type, event_id,
      ticket_id, at, card, reply, facts, at, at)
    on conflict do nothing
    returning webhook_delivery.id into delivery;
  if delivery is null then return null; end if;
  line := coalesce(ticket_id, -delivery);
  if ticket_id is null then update webhook_delivery set lane = line where id = delivery; end if;
  -- Locks the line: whoever finishes its last delivery at this moment sees this one, or has taken the line away.
  insert into webhook_lane (webhook_id, lane, next_at) values (hook, line, at)
    on conflict (webhook_id, lane) do update set lane = excluded.lane;
  perform pg_notify('otklik', '{"topic":"webhook.work"}');
  return delivery;
end $$;

-- At the end of the transaction, when everything that belongs to the event has been written: what is told is the ticket
-- as the event left it. A desk without webhooks pays for one look at an empty table.
create function webhook_tell() returns trigger language plpgsql as $$
declare
  hook bigint;
  card jsonb;
  answer jsonb;
begin
  if not exists (select from webhook where state <> 'disabled' and new.type = any (types)) then return null; end if;
  select to_jsonb(ticket) into card from ticket where ticket.id = new.ticket_id;
  if card is null then return null; end if;
  if jsonb_typeof(new.data -> 'replyId') = 'number' then
    select jsonb_build_object('state', delivery_state, 'error', delivery_error, 'detail', delivery_detail,
        'sentAt', sent_at) into answer
      from reply where reply.id = (new.data ->> 'replyId')::bigint;
  end if;
  for hook in
    select webhook.id from webhook
    where state <> 'disabled' and new.type = any (types)
      -- Whoever hears of a team's tickets hears of one that leaves it, too.
      and (team_ids is null or to_jsonb(team_ids) @> (card -> 'team_id')
        or to_jsonb(team_ids) @> (new.data #> '{changes,teamId,0}'))
      and (inbox_ids is null or to_jsonb(inbox_ids) @> (card -> 'inbox_id'))
    order by webhook.id
  loop
    perform webhook_enqueue(hook, 'event', new.type, new.id, new.ticket_id, new.at, card, answer,
      jsonb_build_object('actorKind', new.actor_kind, 'actorId', new.actor_id, 'data', new.data));
  end loop;
  return null;
end $$;

create constraint trigger webhook_tell after insert on event
  deferrable initially deferred for each row when (new.ticket_id is not null) execute function webhook_tell();
