import { generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { DkimKey } from '#contract/dkim.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { presentDkimKey } from './present-dkim-key.ts'

const generate = promisify(generateKeyPair)

/**
 * Makes a key for a domain of ours: RSA of 2048 bits, which every verifier knows. It signs nothing until its record
 * has been seen, because a signature nobody can verify is worse than none.
 */
export async function createDkimKey(
  db: Db,
  secrets: Secrets,
  actor: Actor,
  { domain }: { domain: string },
  now: Date,
): Promise<DkimKey> {
  if (!(await ownDomains(db)).has(domain)) fail('unknown_reference')
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return inTransaction(db, async (tx) => {
    const row = await tx
      .insertInto('dkim_key')
      .values({
        domain,
        // Never used before: a verifier may remember what stood under an old name.
        selector: `otklik${now.getUTCFullYear()}${randomBytes(3).toString('hex')}`,
        public_key: publicKey.toString('base64'),
        secrets: secrets.encrypt(privateKey),
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await deskChanged(tx, actor, 'dkim_key.created', { domain, selector: row.selector }, now)
    return presentDkimKey(row)
  })
}

/** Domains that letters of ours come from. */
async function ownDomains(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectFrom('inbox')
    .select(['address', 'addressing'])
    .where('archived_at', 'is', null)
    .execute()
  const addresses = rows.flatMap((row) => [row.address, ...readSection('addressing', row.addressing).aliases])
  return new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)))
}
