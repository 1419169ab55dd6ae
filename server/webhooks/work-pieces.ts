import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { giveUpPiece } from './give-up-piece.ts'
import { removePiece } from './remove-piece.ts'
import { resendPiece } from './resend-piece.ts'

export const piecesTask = 'webhook.pieces'

/** So many deliveries at a time: nobody waits long for what is locked meanwhile. */
export const piece = 500

/**
 * Does the next piece of what is to be done to a webhook's whole log, and has a job do the one after it. What is done and
 * how far it is are kept together: whoever is killed has done a piece whole or not at all.
 */
export async function workPiece(tx: Tx, id: number, now: Date): Promise<void> {
  const webhook = await tx
    .selectFrom('webhook')
    .select(['removed_at', 'give_up_to', 'resend_after', 'resend_to'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!webhook) return
  const { removed_at: removedAt, give_up_to: to, resend_after: after, resend_to: until } = webhook
  if (removedAt !== null) await removePiece(tx, id, piece)
  else if (to !== null) await giveUpPiece(tx, id, { to, most: piece }, now)
  else if (after !== null && until !== null) await resendPiece(tx, id, { after, until, most: piece }, now)
  if (await unfinished(tx).where('id', '=', id).executeTakeFirst()) await goOnWith(tx, id)
}

/** Has everything gone on with that is unfinished: should a job have been lost, nothing stays half done. */
export async function resumePieces(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const { id } of await unfinished(tx).orderBy('id').execute()) await goOnWith(tx, id)
  })
}

const unfinished = (tx: Tx) =>
  tx
    .selectFrom('webhook')
    .select('id')
    .where((eb) =>
      eb.or([
        eb('removed_at', 'is not', null),
        eb('give_up_to', 'is not', null),
        eb('resend_to', 'is not', null),
      ]),
    )

/** One piece a job: between them whatever else waits has its turn. */
const goOnWith = (tx: Tx, webhookId: number) =>
  enqueue(tx, piecesTask, { webhookId }, { key: `${piecesTask}:${webhookId}` })
