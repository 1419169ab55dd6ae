import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from './failure.ts'
import type {} from './tables.ts'

/**
 * Runs a write in one transaction. A request with an `Idempotency-Key` is carried out once: its answer is
 * kept in the same transaction, so a repetition, even after a crash, gets that answer and changes nothing.
 * A repetition that arrives while the first is running waits for it on the unique key.
 */
export async function once<T>(
  db: Db,
  request: FastifyRequest,
  now: Date,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const header = request.headers['idempotency-key']
  const key = typeof header === 'string' ? header.trim() : ''
  if (key === '' || request.caller === null) return inTransaction(db, work)
  if (key.length > 200)
    fail('invalid_input', { fields: [{ path: 'headers.idempotency-key', message: '≤ 200' }] })
  const id = { owner: request.caller.owner, key }
  const requestHash = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest()
  return inTransaction(db, async (tx) => {
    const first = await tx
      .insertInto('idempotency_key')
      .values({ ...id, request_hash: requestHash, created_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (!first) return repeat<T>(tx, id, requestHash)
    const answer = await work(tx)
    await tx
      .updateTable('idempotency_key')
      .set({ response: JSON.stringify(answer) })
      .where('owner', '=', id.owner)
      .where('key', '=', id.key)
      .execute()
    return answer
  })
}

async function repeat<T>(tx: Tx, id: { owner: string; key: string }, requestHash: Buffer): Promise<T> {
  const kept = await tx
    .selectFrom('idempotency_key')
    .select(['request_hash', 'response'])
    .where('owner', '=', id.owner)
    .where('key', '=', id.key)
    .executeTakeFirst()
  if (!kept?.response) fail('idempotency_in_progress')
  if (!requestHash.equals(kept.request_hash)) fail('idempotency_mismatch')
  return JSON.parse(kept.response) as T
}
