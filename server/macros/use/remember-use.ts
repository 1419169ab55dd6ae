import type { Tx } from '#server/platform/database/open-database.ts'

/** Enters that an answer which has left was begun with a macro; for desks that are filled from elsewhere. */
export async function rememberUse(
  tx: Tx,
  use: { macroId: number; ticketId: number; agentId: number; replyId: number; isEdited: boolean; at: Date },
): Promise<void> {
  await tx
    .insertInto('macro_use')
    .values({
      macro_id: use.macroId,
      ticket_id: use.ticketId,
      agent_id: use.agentId,
      at: use.at,
      way: 'answer',
      kind: 'reply',
      language: null,
      words: null,
      state: 'done',
      is_edited: use.isEdited,
      post_id: use.replyId,
    })
    .execute()
}
