import type { Language } from '#contract/common.ts'
import type { MacroUse, WaitingMacro } from '#contract/macros.ts'
import type { FileRef } from '#contract/tickets.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import {
  type AppliedActions,
  applyTicketActions,
  type By,
  keepUploads,
  lockWorkableTicket,
  presentFile,
} from '#server/tickets/index.ts'
import { offeredMacro } from '../library/read-macros.ts'
import { takePictures } from '../pictures/take-pictures.ts'
import { mustChangeTickets } from '../policy.ts'
import type { MacroFileRow, MacroRow } from '../tables.ts'
import { prepareMacro } from './prepare-macro.ts'

interface UseInput {
  macroId: number
  language?: Language | undefined
  kind: 'reply' | 'note'
}

/**
 * An agent uses a macro. One with words gives them to the unfinished answer, and what it does to the ticket waits until
 * that leaves: nothing is solved by an answer nobody has got. One without words does it now.
 */
export async function takeMacro(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  input: UseInput,
  now: Date,
): Promise<MacroUse> {
  const ticket = await lockWorkableTicket(tx, actor, ticketId)
  const macro = await offeredMacro(tx, actor, input.macroId)
  if (macro.actions.length > 0) mustChangeTickets(actor)
  if (input.kind === 'note' && !actor.permissions.has('note.write')) fail('not_allowed')
  const prepared = await prepareMacro(tx, macro, ticketId, {
    agentId: actor.agentId,
    now,
    language: input.language,
  })
  const { words, actions, language } = prepared
  const use = { macro_id: macro.id, ticket_id: ticketId, agent_id: actor.agentId, at: now, language }
  if (language === null) {
    const applied = await applyTicketActions(tx, ticket, actions, byMacro(actor, macro), now)
    await tx
      .insertInto('macro_use')
      .values({
        ...use,
        way: 'actions',
        kind: null,
        words: null,
        state: 'done',
        is_edited: null,
        post_id: null,
      })
      .execute()
    return { ...words, files: [], waiting: null, ...outcomeOf(applied) }
  }
  const { id } = await tx
    .insertInto('macro_use')
    .values({
      ...use,
      way: 'answer',
      kind: input.kind,
      words: words.text,
      actions: JSON.stringify(actions),
      state: 'waiting',
      is_edited: null,
      post_id: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const waiting: WaitingMacro | null =
    actions.length === 0
      ? null
      : { useId: id, macroId: macro.id, name: macro.name, kind: input.kind, actions }
  const { html, files: pictures } = await takePictures(
    tx,
    actor.agentId,
    { html: words.html, pictures: prepared.pictures },
    now,
  )
  const files = [...(await copyFiles(tx, actor.agentId, prepared.files, now)), ...pictures.map(presentFile)]
  return { ...words, html, files, waiting, differences: {}, skipped: [] }
}

/** What the history says of it: this agent, by this macro. */
export function byMacro(actor: { agentId: number }, macro: Pick<MacroRow, 'id' | 'name'>): By {
  return { actor: agentActor(actor), cause: { kind: 'macro', id: macro.id, name: macro.name } }
}

export function outcomeOf(applied: AppliedActions): Pick<MacroUse, 'differences' | 'skipped'> {
  return { differences: applied.differences, skipped: applied.skipped }
}

/** The macro's files as if the agent had just uploaded them: an answer takes them, or they are given up. */
export async function copyFiles(
  tx: Tx,
  agentId: number,
  files: readonly MacroFileRow[],
  now: Date,
): Promise<FileRef[]> {
  const ids = await keepUploads(tx, agentId, files.map(receivedFile), now)
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('file').selectAll().where('id', 'in', ids).orderBy('id').execute()
  return rows.map(presentFile)
}

export function receivedFile(file: MacroFileRow) {
  return {
    stored: { sha256: file.sha256, sizeBytes: file.size_bytes },
    name: file.name,
    mime: file.mime,
    isInline: false,
    contentId: null,
  }
}
