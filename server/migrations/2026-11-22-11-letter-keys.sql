-- Signed and encrypted letters: our own keys, those of the people who write to us, and what was found out of each letter.

-- How an inbox protects what it sends (contract/inbox-sections.ts); null is "never set": nothing is signed or encrypted.
alter table inbox add column protection jsonb;

-- A key pair of an inbox. The secret half (and the passphrase of a PGP key) is sealed with the desk's key. A key that
-- is put away signs nothing any more and still opens the letters that were encrypted to it.
create table letter_key (
  id bigint generated always as identity primary key,
  inbox_id bigint not null references inbox on delete cascade,
  scheme text not null check (scheme in ('smime', 'pgp')),
  -- SHA-256 of the certificate, or the OpenPGP fingerprint, in upper-case hexadecimal.
  fingerprint text not null,
  name text not null,
  addresses text[] not null,
  -- S/MIME: the certificate and those above it, PEM. PGP: the armored public key.
  public_part text not null,
  secrets text not null,
  valid_from timestamptz not null,
  expires_at timestamptz,
  created_at timestamptz not null,
  retired_at timestamptz,
  unique (inbox_id, scheme, fingerprint)
);

-- Certificates and public keys of those who write to us, by address.
create table correspondent_key (
  id bigint generated always as identity primary key,
  address text not null check (address = lower(address)),
  scheme text not null check (scheme in ('smime', 'pgp')),
  fingerprint text not null,
  name text not null,
  public_part text not null,
  -- 'confirmed': a person said so. 'authority': an authority we trust vouches. 'first_seen': the first key that came
  -- with a letter of this address. 'conflicting': another one came later; it encrypts nothing until it is confirmed,
  -- because anybody can write a letter in somebody's name with a key of their own.
  trust text not null check (trust in ('confirmed', 'authority', 'first_seen', 'conflicting')),
  valid_from timestamptz not null,
  expires_at timestamptz,
  -- Not to be used or believed any more since then, and why.
  revoked_at timestamptz,
  revocation_note text not null default '',
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  unique (address, scheme, fingerprint)
);
create index correspondent_key_fingerprint_idx on correspondent_key (fingerprint);

-- Authorities (S/MIME roots) the desk trusts beside the public ones.
create table letter_authority (
  id bigint generated always as identity primary key,
  fingerprint text not null unique,
  name text not null,
  certificate text not null,
  expires_at timestamptz,
  created_at timestamptz not null
);

-- What was found out of a protected letter (contract/letter-keys.ts); null for an ordinary one.
alter table customer_message add column protection jsonb;
-- Letters that wait for a key: few, and tried again when one is added.
create index customer_message_undecrypted_idx on customer_message (id) where protection ->> 'problem' is not null;

-- How a reply's letter left, so that the feed can say it: {"scheme", "isSigned", "isEncrypted"}.
alter table outbound_letter add column protection jsonb;
