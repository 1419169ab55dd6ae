import type { TicketAction } from '#contract/ticket-actions.ts'
import { createFolder, createMacro, favourMacro, rememberUse } from '#server/macros/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { DemoDesk } from './demo-desk.ts'
import { tags } from './desk-words.ts'
import { randomFrom } from './random.ts'
import { demoMacros, macroFolders, type MacroFolderKey } from './texts/macros.ts'

/** How many of the answers of the last weeks were begun with a macro, and how many of those were changed. */
const share = 0.45
const editedShare = 0.35
const favourites = 3

/** Prepared replies in both languages, in folders, with the use that was made of them. */
export async function fillMacros(tx: Tx, desk: DemoDesk, seed: number, now: Date): Promise<void> {
  const folderIds = await makeFolders(tx, desk)
  const made: { id: number; weight: number; owner: number | null }[] = []
  for (const macro of demoMacros) {
    const owner = macro.whose && 'agent' in macro.whose ? desk.actors[macro.whose.agent] : null
    const teamId = macro.whose && 'team' in macro.whose ? desk.teamIds[macro.whose.team] : null
    const { id } = await createMacro(
      tx,
      owner ?? desk.actors.olga,
      {
        name: macro.names[desk.language],
        scope: owner ? 'personal' : teamId === null ? 'shared' : 'team',
        teamId,
        folderId: macro.folder === null ? null : folderIds[macro.folder],
        texts: { ...(macro.ru && { ru: macro.ru }), ...(macro.en && { en: macro.en }) },
        actions: actionsOf(macro, desk),
        fileIds: [],
      },
      now,
    )
    made.push({ id, weight: macro.weight, owner: owner?.agentId ?? null })
  }
  for (const { id, owner } of made.slice(0, favourites))
    if (owner === null)
      for (const actor of [desk.actors.olga, desk.actors.anna]) await favourMacro(tx, actor, id, true)
  await rememberUses(tx, made, seed)
}

async function makeFolders(tx: Tx, desk: DemoDesk): Promise<Record<MacroFolderKey, number>> {
  const ids: Partial<Record<MacroFolderKey, number>> = {}
  for (const [key, folder] of Object.entries(macroFolders) as [
    MacroFolderKey,
    { names: { ru: string; en: string }; parent?: MacroFolderKey },
  ][]) {
    const parentId = folder.parent ? (ids[folder.parent] ?? null) : null
    const wish = { name: folder.names[desk.language], parentId, isOwn: false }
    ids[key] = (await createFolder(tx, desk.actors.olga, wish)).id
  }
  return ids as Record<MacroFolderKey, number>
}

function actionsOf(macro: (typeof demoMacros)[number], desk: DemoDesk): TicketAction[] {
  return [
    ...(macro.status ? [{ type: 'set_status', statusId: desk.statusIds[macro.status] } as const] : []),
    ...(macro.tags
      ? [{ type: 'add_tags', tags: macro.tags.map((key) => tags[key][desk.language]) } as const]
      : []),
    ...(macro.note ? [{ type: 'add_note', text: macro.note[desk.language] } as const] : []),
  ]
}

/** Answers of the past that look as if a macro had begun them. */
async function rememberUses(
  tx: Tx,
  made: readonly { id: number; weight: number; owner: number | null }[],
  seed: number,
): Promise<void> {
  const random = randomFrom(seed + 7)
  const replies = await tx
    .selectFrom('reply')
    .select(['id', 'ticket_id', 'agent_id', 'created_at'])
    .where('agent_id', 'is not', null)
    .orderBy('id')
    .execute()
  for (const reply of replies) {
    if (reply.agent_id === null || !random.chance(share)) continue
    const fitting = made.filter(({ owner }) => owner === null || owner === reply.agent_id)
    const { id: macroId } = random.pick(
      fitting.flatMap((macro) => Array<typeof macro>(macro.weight).fill(macro)),
    )
    await rememberUse(tx, {
      macroId,
      ticketId: reply.ticket_id,
      agentId: reply.agent_id,
      replyId: reply.id,
      isEdited: random.chance(editedShare),
      at: reply.created_at,
    })
  }
}
