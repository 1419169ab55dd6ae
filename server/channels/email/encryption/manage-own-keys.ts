import type { LetterAuthority, LetterKey } from '#contract/letter-keys.ts'
import type { Actor } from '#server/identity/index.ts'
import { lockInbox } from '#server/channels/inboxes/update-inbox.ts'
import { inboxChanged } from '#server/channels/inboxes/inbox-changed.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { gpgVersion } from './pgp/run-gpg.ts'
import { presentAuthority, presentKey } from './present-key.ts'
import type { GivenKey } from './read-given-key.ts'
import { sealKeySecrets } from './read-keys.ts'

export async function listLetterKeys(db: Db, inboxId: number) {
  found(await db.selectFrom('inbox').select('id').where('id', '=', inboxId).executeTakeFirst())
  const [keys, authorities, version] = await Promise.all([
    db.selectFrom('letter_key').selectAll().where('inbox_id', '=', inboxId).orderBy('id').execute(),
    db.selectFrom('letter_authority').selectAll().orderBy('id').execute(),
    gpgVersion(),
  ])
  return { items: keys.map(presentKey), authorities: authorities.map(presentAuthority), gpgVersion: version }
}

/** Gives an inbox a key pair, and has the letters tried again that had no key. */
export async function addLetterKey(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  inboxId: number,
  pair: { given: GivenKey; secret: { key: string; passphrase: string } },
  now: Date,
): Promise<LetterKey> {
  await lockInbox(tx, inboxId)
  const { given } = pair
  const row = await tx
    .insertInto('letter_key')
    .values({
      inbox_id: inboxId,
      scheme: given.scheme,
      fingerprint: given.fingerprint,
      name: given.name,
      addresses: given.addresses,
      public_part: given.publicPart,
      secrets: sealKeySecrets(secrets, pair.secret),
      valid_from: given.validFrom,
      expires_at: given.expiresAt,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['inbox_id', 'scheme', 'fingerprint']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) fail('already_exists')
  await enqueue(tx, 'email.openAgain', { inboxId }, { key: `email.openAgain ${inboxId}` })
  const { scheme, fingerprint } = given
  await inboxChanged(tx, actor, 'letter_key.added', { inboxId, scheme, fingerprint }, now)
  return presentKey(row)
}

/** The first time the key is put away, the second time it is gone. */
export async function removeLetterKey(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx.selectFrom('letter_key').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (row.retired_at === null)
    await tx.updateTable('letter_key').set({ retired_at: now }).where('id', '=', id).execute()
  else await tx.deleteFrom('letter_key').where('id', '=', id).execute()
  const type = row.retired_at === null ? 'letter_key.retired' : 'letter_key.removed'
  await inboxChanged(tx, actor, type, { inboxId: row.inbox_id, fingerprint: row.fingerprint }, now)
}

export async function addLetterAuthority(
  tx: Tx,
  actor: Actor,
  given: GivenKey,
  now: Date,
): Promise<LetterAuthority> {
  if (given.scheme !== 'smime') fail('key_unreadable')
  const { fingerprint, name } = given
  const row = await tx
    .insertInto('letter_authority')
    .values({
      fingerprint,
      name,
      certificate: given.publicPart,
      expires_at: given.expiresAt,
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) fail('already_exists')
  await deskChanged(tx, actor, 'letter_authority.added', { fingerprint, name }, now)
  return presentAuthority(row)
}

export async function removeLetterAuthority(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx.deleteFrom('letter_authority').where('id', '=', id).returningAll().executeTakeFirst(),
  )
  await deskChanged(
    tx,
    actor,
    'letter_authority.removed',
    { fingerprint: row.fingerprint, name: row.name },
    now,
  )
}
