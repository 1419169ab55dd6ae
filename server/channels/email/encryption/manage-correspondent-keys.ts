import type { CorrespondentKey } from '#contract/letter-keys.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { presentCorrespondentKey } from './present-key.ts'
import type { GivenKey } from './read-given-key.ts'

/** Keys of all addresses of a customer, the last seen first. */
export async function listCorrespondentKeys(
  db: Db,
  customerId: number,
): Promise<{ items: CorrespondentKey[] }> {
  found(await db.selectFrom('customer').select('id').where('id', '=', customerId).executeTakeFirst())
  const rows = await db
    .selectFrom('correspondent_key')
    .selectAll('correspondent_key')
    .innerJoin('customer_address', 'customer_address.value', 'correspondent_key.address')
    .where('customer_address.kind', '=', 'email')
    .where('customer_address.customer_id', '=', customerId)
    .orderBy('last_seen_at', 'desc')
    .orderBy('correspondent_key.id')
    .execute()
  return { items: rows.map(presentCorrespondentKey) }
}

/** A person says that this is the key of this address. */
export async function addCorrespondentKey(
  tx: Tx,
  actor: Actor,
  input: { customerId: number; address: string; given: GivenKey },
  now: Date,
): Promise<CorrespondentKey> {
  const { given } = input
  const address = input.address.toLowerCase()
  const owner = await tx
    .selectFrom('customer_address')
    .select('id')
    .where('customer_id', '=', input.customerId)
    .where('kind', '=', 'email')
    .where('value', '=', address)
    .executeTakeFirst()
  if (!owner) fail('unknown_reference')
  const facts = {
    name: given.name,
    public_part: given.publicPart,
    trust: 'confirmed' as const,
    valid_from: given.validFrom,
    expires_at: given.expiresAt,
    last_seen_at: now,
    revoked_at: null,
  }
  const row = await tx
    .insertInto('correspondent_key')
    .values({ address, scheme: given.scheme, fingerprint: given.fingerprint, ...facts, created_at: now })
    .onConflict((conflict) => conflict.columns(['address', 'scheme', 'fingerprint']).doUpdateSet(facts))
    .returningAll()
    .executeTakeFirstOrThrow()
  await deskChanged(tx, actor, 'correspondent_key.added', { address, fingerprint: given.fingerprint }, now)
  return presentCorrespondentKey(row)
}

export async function updateCorrespondentKey(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: {
    isConfirmed?: true | undefined
    isRevoked?: boolean | undefined
    revocationNote?: string | undefined
  },
  now: Date,
): Promise<CorrespondentKey> {
  const { isConfirmed, isRevoked, revocationNote } = changes
  const row = found(
    await tx
      .updateTable('correspondent_key')
      .set({
        // Something has to be set for the row to be found.
        revocation_note: revocationNote ?? ((eb) => eb.ref('revocation_note')),
        ...(isConfirmed && { trust: 'confirmed' as const }),
        ...(isRevoked !== undefined && { revoked_at: isRevoked ? now : null }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst(),
  )
  const { address, fingerprint } = row
  await deskChanged(tx, actor, 'correspondent_key.updated', { address, fingerprint, ...changes }, now)
  return presentCorrespondentKey(row)
}

export async function removeCorrespondentKey(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx.deleteFrom('correspondent_key').where('id', '=', id).returningAll().executeTakeFirst(),
  )
  const { address, fingerprint } = row
  await deskChanged(tx, actor, 'correspondent_key.removed', { address, fingerprint }, now)
}
