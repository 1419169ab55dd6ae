-- Who a letter is from: what SPF, DKIM and DMARC say, and what follows for letters from agents.

-- What could be found out about the sender; null while nobody has looked, which is most of the ledger's past.
alter table inbound_letter add column authentication jsonb;

-- Set on the few letters whose From address disowns them, so that whoever reads the message is warned.
alter table customer_message add column sender_warning text check (sender_warning in ('forged'));

-- Whose verdict is believed, and whether Reply-To may name the customer. Null is "never set".
alter table inbox add column authentication jsonb;

-- A letter that was kept as a note says whom it claims to be from; the note itself is nobody's.
alter table note add column from_address text;

-- Further addresses an agent writes from. Only a confirmed one speaks for the agent, and it is nobody else's.
create table agent_address (
  id bigint generated always as identity primary key,
  agent_id bigint not null references agent on delete cascade,
  address text not null check (address = lower(address)),
  -- Of the number sent to the address; gone once it has been used or guessed at too often.
  code_hash bytea,
  code_expires_at timestamptz,
  wrong_codes integer not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null,
  unique (agent_id, address)
);
-- Two agents may have asked for one address; whoever proves it has it.
create unique index agent_address_confirmed_idx on agent_address (address) where confirmed_at is not null;

-- Letters that a letter says it answers and that we have never seen: two people who answer the same unseen letter
-- speak of one thing. Written only for letters with such references, so the busiest path does not touch it.
create table letter_ancestor (
  message_id text not null,
  ticket_id bigint not null references ticket on delete cascade,
  primary key (message_id, ticket_id)
);
create index letter_ancestor_ticket_idx on letter_ancestor (ticket_id);
