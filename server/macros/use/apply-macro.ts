import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { type AppliedActions, applyTicketActions, type By, lockTicketRow } from '#server/tickets/index.ts'
import { prepareMacro } from './prepare-macro.ts'
import { replyAutomatically } from './automatic-reply.ts'

/**
 * A rule uses a macro: its words go to the customer as the desk's own answer, and the ticket is changed, all in the
 * caller's transaction. `by` says which rule it was. Words are made before anything is written: `bad_template`,
 * `macro_incomplete`, `no_recipient`, `recipient_blocked`, `no_inbox` and `not_found`, for a macro that is gone or one
 * agent's own, leave the transaction as it was.
 */
export async function applyMacro(
  tx: Tx,
  ticketId: number,
  macroId: number,
  by: By,
  now: Date,
): Promise<AppliedActions & { replyId: number | null }> {
  const macro = found(
    await tx
      .selectFrom('macro')
      .selectAll()
      .where('id', '=', macroId)
      .where('archived_at', 'is', null)
      .where('scope', '<>', 'personal')
      .executeTakeFirst(),
  )
  const ticket = found(await lockTicketRow(tx, ticketId))
  const { language, words, actions, files, pictures } = await prepareMacro(tx, macro, ticketId, {
    agentId: null,
    now,
  })
  if (words.missing.length > 0) fail('macro_incomplete', { detail: { missing: words.missing } })
  const replyId =
    language === null ? null : await replyAutomatically(tx, ticketId, { ...words, files, pictures }, by, now)
  const applied = await applyTicketActions(tx, ticket, actions, by, now)
  await tx
    .insertInto('macro_use')
    .values({
      macro_id: macroId,
      ticket_id: ticketId,
      agent_id: null,
      at: now,
      way: 'rule',
      kind: language === null ? null : 'reply',
      language,
      words: words.text,
      state: 'done',
      is_edited: language === null ? null : false,
      post_id: replyId,
    })
    .execute()
  return { ...applied, replyId }
}
