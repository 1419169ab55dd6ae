import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import type { GraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { folderId } from './graph-folder.ts'
import { hashId } from './graph-position.ts'

const mostPerRound = 50

/**
 * Marks letters as read, or moves them, as the inbox is set, once the ledger has them; what fails is done at the
 * next look. A letter that is gone needs nothing. Answers how many were done.
 */
export async function tidyMailbox(desk: EmailDesk, mailbox: GraphMailbox, inboxId: number): Promise<number> {
  const { db } = desk.database
  const waiting = await db
    .selectFrom('graph_letter')
    .innerJoin('inbox', 'inbox.id', 'graph_letter.inbox_id')
    .select(['to_tidy', 'inbox.copies'])
    .where('inbox_id', '=', inboxId)
    .where('to_tidy', 'is not', null)
    .limit(mostPerRound)
    .execute()
  const [first] = waiting
  if (!first) return 0
  const { afterFetch, processedFolder } = readSection('copies', first.copies)
  const moveTo =
    afterFetch === 'move' && processedFolder !== null ? await folderId(mailbox, processedFolder, true) : null
  for (const { to_tidy: id } of waiting) {
    if (id === null) continue
    await tidy(mailbox, id, afterFetch === 'seen', moveTo)
    await db
      .updateTable('graph_letter')
      .set({ to_tidy: null })
      .where('inbox_id', '=', inboxId)
      .where('id_hash', '=', hashId(id))
      .execute()
  }
  return waiting.length
}

async function tidy(mailbox: GraphMailbox, id: string, isToMark: boolean, moveTo: string | null) {
  const path = `/messages/${encodeURIComponent(id)}`
  const send = async (method: 'PATCH' | 'POST', where: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    try {
      await mailbox.json(where, { method, headers, body: JSON.stringify(body) })
    } catch (error) {
      if (!(error instanceof GraphFailure) || error.status !== 404) throw error
    }
  }
  if (isToMark || moveTo !== null) await send('PATCH', path, { isRead: true })
  if (moveTo !== null) await send('POST', `${path}/move`, { destinationId: moveTo })
}
