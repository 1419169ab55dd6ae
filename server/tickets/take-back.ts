import type { Draft } from '#contract/drafts.ts'
import type { Actor } from '#server/identity/index.ts'
import { escapeHtml } from '#server/platform/html.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { presentFile } from './present.ts'
import type { ReplyRow } from './tables.ts'

/**
 * Makes a cancelled reply the agent's draft again: the words, the files, the recipients. A reply begun since stays,
 * below it. A note begun since keeps its place on the server, and the words are only answered: the two never mix.
 */
export async function takeBack(tx: Tx, actor: Actor, reply: ReplyRow, now: Date): Promise<Draft> {
  const files = await tx
    .updateTable('file')
    .set({ reply_id: null, uploaded_by_id: actor.agentId })
    .where('reply_id', '=', reply.id)
    .returningAll()
    .execute()
  const begun = await tx
    .selectFrom('draft')
    .selectAll()
    .where('agent_id', '=', actor.agentId)
    .where('ticket_id', '=', reply.ticket_id)
    .forUpdate()
    .executeTakeFirst()
  const addresses = (people: { address: string }[]) => people.map((person) => person.address)
  const recipients = {
    to: addresses(reply.to_addresses),
    cc: addresses(reply.cc_addresses),
    bcc: addresses(reply.bcc_addresses),
  }
  const words = reply.html ?? paragraphs(reply.text)
  const isReplyBegun = begun?.kind === 'reply' && begun.html !== words
  const html = isReplyBegun ? `${words}${begun.html}` : words
  const fileIds = [...files.map((file) => file.id), ...(begun?.kind === 'reply' ? begun.file_ids : [])]
  const kept = { html, file_ids: [...new Set(fileIds)], version: (begun?.version ?? 0) + 1, updated_at: now }
  if (begun?.kind !== 'note') {
    const columns = { kind: 'reply' as const, ...kept, recipients: JSON.stringify(recipients) }
    await tx
      .insertInto('draft')
      .values({ agent_id: actor.agentId, ticket_id: reply.ticket_id, ...columns })
      .onConflict((conflict) => conflict.columns(['agent_id', 'ticket_id']).doUpdateSet(columns))
      .execute()
  }
  const shown = kept.file_ids.length === 0 ? [] : await loose(tx, actor, kept.file_ids)
  return {
    kind: 'reply',
    html,
    fileIds: kept.file_ids,
    files: shown.map(presentFile),
    recipients,
    version: begun?.kind === 'note' ? begun.version : kept.version,
    updatedAt: now.toISOString(),
  }
}

function loose(tx: Tx, actor: Actor, ids: number[]) {
  return tx
    .selectFrom('file')
    .selectAll()
    .where('id', 'in', ids)
    .where('uploaded_by_id', '=', actor.agentId)
    .where('reply_id', 'is', null)
    .orderBy('id')
    .execute()
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('')
}
