import type { PersonAddress } from '#contract/common.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { mustSee } from '#server/tickets/index.ts'
import { isSuperseded } from './superseded.ts'
import { writeAgain } from './write-again.ts'

/**
 * Sends a reply's letter once more as a letter of its own, to the reply's recipients or to other addresses instead.
 * Answers its id.
 */
export async function resendLetter(
  tx: Tx,
  tokenKey: Uint8Array,
  actor: Actor,
  input: { id: number; to: readonly string[] | null },
  now: Date,
): Promise<number> {
  const letter = await lockResendable(tx, actor, input.id)
  const to: PersonAddress[] | null =
    input.to && [...new Set(input.to)].map((address) => ({ address, name: '' }))
  return writeAgain(tx, tokenKey, actor, letter, { to, accepted: [] }, now)
}

/** The newest letter of its reply, when nothing is on its way; locked with the reply, so that one goes at a time. */
async function lockResendable(tx: Tx, actor: Actor, id: number): Promise<OutboundLetterRow> {
  const letter = found(
    await tx
      .selectFrom('outbound_letter')
      .innerJoin('reply', 'reply.id', 'outbound_letter.reply_id')
      .selectAll('outbound_letter')
      .where('outbound_letter.id', '=', id)
      .forUpdate(['outbound_letter', 'reply'])
      .executeTakeFirst(),
  )
  await mustSee(tx, actor, letter.ticket_id)
  const isUnderWay = letter.state === 'queued' || letter.state === 'handing_over'
  if (isUnderWay || (await isSuperseded(tx, letter))) fail('not_resendable')
  return letter
}
