import type { Macro, MacroBody } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { settlePictures } from '../pictures/settle-pictures.ts'
import { mustEdit } from '../policy.ts'
import { checkActions, checkedTexts, checkPlaces } from './check-macro.ts'
import { macroChanged } from './create-macro.ts'
import { changeFiles } from './macro-files.ts'
import { getMacro, lockMacro } from './read-macros.ts'

type Changes = { [K in keyof MacroBody]?: MacroBody[K] | undefined } & {
  version: number
  fileIds: number[]
  removedFileIds: number[]
}

/** Changes a macro; what is left out stays. Giving it to others, and taking it back, takes the right on both sides. */
export async function updateMacro(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Changes,
  now: Date,
): Promise<Macro> {
  const before = await lockMacro(tx, actor, id)
  mustEdit(actor, before)
  if (before.version !== changes.version) fail('version_conflict', { detail: { version: before.version } })
  const scope = changes.scope ?? before.scope
  const teamId = changes.teamId === undefined ? (scope === 'team' ? before.team_id : null) : changes.teamId
  const after = {
    scope,
    owner_id: scope === 'personal' ? (before.owner_id ?? actor.agentId) : null,
    team_id: teamId,
    folder_id: changes.folderId === undefined ? before.folder_id : changes.folderId,
  }
  mustEdit(actor, after)
  await checkPlaces(tx, actor, { scope, teamId, folderId: after.folder_id })
  if (changes.actions) checkActions(changes.actions)
  const texts = changes.texts && (await settlePictures(tx, actor, id, checkedTexts(changes.texts)))
  const name = changes.name ?? before.name
  await tx
    .updateTable('macro')
    .set({
      ...after,
      name,
      ...(texts && { texts: JSON.stringify(texts) }),
      ...(changes.actions && { actions: JSON.stringify(changes.actions) }),
      version: before.version + 1,
      updated_at: now,
      updated_by_id: actor.agentId,
    })
    .where('id', '=', id)
    .execute()
  await changeFiles(tx, actor.agentId, id, changes)
  if (before.scope !== 'personal' || scope !== 'personal')
    await macroChanged(tx, actor, 'macro.updated', { macroId: id, name }, now)
  return getMacro(tx, actor, id, now)
}
