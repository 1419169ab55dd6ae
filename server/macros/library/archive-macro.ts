import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { mustEdit } from '../policy.ts'
import { macroChanged } from './create-macro.ts'
import { lockMacro } from './read-macros.ts'

/** Takes a macro away. Answers that hold its words already go on as they are. */
export async function archiveMacro(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const macro = await lockMacro(tx, actor, id)
  mustEdit(actor, macro)
  await tx.updateTable('macro').set({ archived_at: now }).where('id', '=', id).execute()
  if (macro.scope !== 'personal')
    await macroChanged(tx, actor, 'macro.archived', { macroId: id, name: macro.name }, now)
}
