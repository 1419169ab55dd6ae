import type { Draft } from '#contract/drafts.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import { cleanComposedHtml, pictureNames } from '#server/platform/composed-html.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { presentFile } from './present.ts'
import { mustBeAbleToWrite } from './policy.ts'
import { mustSee } from './queries.ts'

/** An agent has one unfinished answer per ticket: a reply or a note. */
export async function getDraft(db: Db, actor: Actor, ticketId: number): Promise<Draft | null> {
  await mustSee(db, actor, ticketId)
  const row = await db
    .selectFrom('draft')
    .selectAll()
    .where('agent_id', '=', actor.agentId)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  if (!row || (row.kind === 'note' && !actor.permissions.has('note.read'))) return null
  const files =
    row.file_ids.length === 0
      ? []
      : await db
          .selectFrom('file')
          .selectAll()
          .where('id', 'in', row.file_ids)
          .where('uploaded_by_id', '=', actor.agentId)
          .execute()
  return {
    kind: row.kind,
    html: row.html,
    fileIds: row.file_ids,
    files: files.map(presentFile),
    recipients: row.recipients,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
  }
}

/** `cid:file-12` shows file 12. */
function picturesIn(html: string): number[] {
  return pictureNames(html).flatMap((name) => Number(/^file-(\d{1,15})$/.exec(name)?.[1] ?? []))
}

interface DraftInput {
  kind: 'reply' | 'note'
  html: string
  fileIds: number[]
  recipients?: ChosenRecipients | null
  /** The version the writer started from; 0 for none. */
  version: number
}

/** Keeps the draft; `version_conflict` when another tab has kept a later one. Nothing written or chosen forgets it. */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  input: DraftInput,
  now: Date,
): Promise<void> {
  await mustSee(tx, actor, ticketId)
  mustBeAbleToWrite(actor, [input.kind === 'note' ? 'note.write' : 'ticket.reply'])
  const key = { agent_id: actor.agentId, ticket_id: ticketId }
  const current = await tx
    .selectFrom('draft')
    .select('version')
    .where('agent_id', '=', actor.agentId)
    .where('ticket_id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst()
  if (current && current.version !== input.version)
    fail('version_conflict', { detail: { version: current.version } })
  const html = cleanComposedHtml(input.html)
  if (html === '' && input.fileIds.length === 0 && !input.recipients) {
    await tx
      .deleteFrom('draft')
      .where('agent_id', '=', key.agent_id)
      .where('ticket_id', '=', ticketId)
      .execute()
    return
  }
  const kept = {
    kind: input.kind,
    html,
    // Also the pictures its words show: what no draft holds is given up after some days.
    file_ids: [...new Set([...input.fileIds, ...picturesIn(html)])],
    recipients: input.recipients ? JSON.stringify(input.recipients) : null,
    updated_at: now,
    version: (current?.version ?? 0) + 1,
  }
  await tx
    .insertInto('draft')
    .values({ ...key, ...kept })
    .onConflict((conflict) => conflict.columns(['agent_id', 'ticket_id']).doUpdateSet(kept))
    .execute()
}
