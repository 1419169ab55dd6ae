import type { Language } from '#contract/common.ts'
import type { LetterCopies } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { writeSettings } from '#server/platform/settings.ts'
import { deskChanged } from '#server/tickets/index.ts'

interface DeskChanges {
  name?: string | undefined
  language?: Language | undefined
  ticketPrefix?: string | undefined
  letterCopies?: LetterCopies | undefined
}

/** Changes what the whole desk is called. An earlier prefix keeps leading to its tickets. */
export async function updateDesk(tx: Tx, actor: Actor, changes: DeskChanges, now: Date): Promise<void> {
  const settings = {
    ...(changes.name !== undefined && { desk_name: changes.name }),
    ...(changes.language !== undefined && { language: changes.language }),
    ...(changes.ticketPrefix !== undefined && { ticket_prefix: changes.ticketPrefix.toUpperCase() }),
    ...(changes.letterCopies !== undefined && { letter_copies: changes.letterCopies }),
  }
  await writeSettings(tx, settings, now)
  await deskChanged(tx, actor, 'desk.updated', { ...changes }, now)
}
