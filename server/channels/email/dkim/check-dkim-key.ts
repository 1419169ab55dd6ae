import { Resolver } from 'node:dns/promises'
import type { DkimKey } from '#contract/dkim.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { found } from '#server/platform/http/failure.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { recordName, recordProblem } from './dkim-record.ts'
import { presentDkimKey } from './present-dkim-key.ts'
import type {} from './tables.ts'

/** The TXT records under a name, each joined; rejects with the resolver's code. */
export type ResolveTexts = (name: string) => Promise<string[]>

const answerMs = 5_000

/** Asks the machine's name servers. */
export async function resolveTexts(name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: answerMs, tries: 2 })
  return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''))
}

/** Looks for a key's record. One that is right makes the key sign, in the place of the domain's older ones. */
export async function checkDkimKey(
  db: Db,
  actor: Actor,
  id: number,
  now: Date,
  resolve: ResolveTexts = resolveTexts,
): Promise<DkimKey> {
  const key = found(await db.selectFrom('dkim_key').selectAll().where('id', '=', id).executeTakeFirst())
  const problem = await lookUp(recordName(key), key.public_key, resolve)
  return inTransaction(db, async (tx) => {
    const row = await tx
      .updateTable('dkim_key')
      .set({ checked_at: now, check_problem: problem, ...(problem === null && { is_on: true }) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    const { domain, selector } = found(row)
    if (problem === null && !key.is_on)
      await deskChanged(tx, actor, 'dkim_key.updated', { domain, selector, isOn: true }, now)
    return presentDkimKey(found(row))
  })
}

async function lookUp(
  name: string,
  publicKey: string,
  resolve: ResolveTexts,
): Promise<DkimKey['checkProblem']> {
  try {
    return recordProblem(await resolve(name), publicKey)
  } catch (error) {
    const { code } = error as { code?: string }
    return code === 'ENOTFOUND' || code === 'ENODATA' ? 'no_record' : 'no_answer'
  }
}
