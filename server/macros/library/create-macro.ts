import type { Macro, MacroBody } from '#contract/macros.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { fail } from '#server/platform/http/failure.ts'
import { settlePictures } from '../pictures/settle-pictures.ts'
import { mustEdit } from '../policy.ts'
import { checkActions, checkedTexts, checkPlaces } from './check-macro.ts'
import { changeFiles, copyMacroFiles } from './macro-files.ts'
import { getMacro } from './read-macros.ts'

/**
 * More than anybody finds their way through, and few enough to be searched as one types. Each agent's own are counted
 * for themselves: nobody fills up the desk, nor is kept from preparing a reply by how many the others have.
 */
const mostOfDesk = 2_000
const mostOwn = 500

/** Prepares a reply. Ends with `bad_template` for words that cannot be filled in, and with `not_allowed` where sharing is not. */
export async function createMacro(
  tx: Tx,
  actor: Actor,
  input: MacroBody & { fileIds: number[]; copiedFileIds?: readonly number[] },
  now: Date,
): Promise<Macro> {
  const owner_id = input.scope === 'personal' ? actor.agentId : null
  mustEdit(actor, { scope: input.scope, owner_id, team_id: input.teamId })
  await checkPlaces(tx, actor, input)
  checkActions(input.actions)
  const texts = checkedTexts(input.texts)
  const { count } = await tx
    .selectFrom('macro')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('archived_at', 'is', null)
    .where('owner_id', owner_id === null ? 'is' : '=', owner_id)
    .executeTakeFirstOrThrow()
  if (count >= (owner_id === null ? mostOfDesk : mostOwn)) fail('too_many_macros')
  const { id } = await tx
    .insertInto('macro')
    .values({
      name: input.name,
      scope: input.scope,
      owner_id,
      team_id: input.teamId,
      folder_id: input.folderId,
      texts: JSON.stringify(texts),
      actions: JSON.stringify(input.actions),
      created_at: now,
      updated_at: now,
      updated_by_id: actor.agentId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const settled = await settlePictures(tx, actor, id, texts)
  await tx
    .updateTable('macro')
    .set({ texts: JSON.stringify(settled) })
    .where('id', '=', id)
    .execute()
  await copyMacroFiles(tx, actor, id, input.copiedFileIds ?? [])
  await changeFiles(tx, actor.agentId, id, input)
  if (input.scope !== 'personal')
    await macroChanged(tx, actor, 'macro.created', { macroId: id, name: input.name }, now)
  return getMacro(tx, actor, id, now)
}

/** A macro of more than one person is the desk's: what becomes of it is kept in its history. */
export async function macroChanged(
  tx: Tx,
  actor: Actor,
  type: 'macro.created' | 'macro.updated' | 'macro.archived',
  data: { macroId: number; name: string },
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'macros' })
}
