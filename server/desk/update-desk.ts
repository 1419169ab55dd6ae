import type { Language } from '#contract/common.ts'
import type { LetterCopies } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { writeSettings } from '#server/platform/settings.ts'
import { isTimeZone } from '#server/platform/time-zones.ts'
import { deskChanged } from '#server/tickets/index.ts'

interface DeskChanges {
  name?: string | undefined
  language?: Language | undefined
  ticketPrefix?: string | undefined
  letterCopies?: LetterCopies | undefined
  timeZone?: string | null | undefined
}

/** Changes what the whole desk is called and where it is. An earlier prefix keeps leading to its tickets. */
export async function updateDesk(tx: Tx, actor: Actor, changes: DeskChanges, now: Date): Promise<void> {
  if (changes.timeZone && !isTimeZone(changes.timeZone))
    fail('invalid_input', { fields: [{ path: 'body.timeZone', message: 'not a time zone' }] })
  const settings = {
    ...(changes.name !== undefined && { desk_name: changes.name }),
    ...(changes.language !== undefined && { language: changes.language }),
    ...(changes.ticketPrefix !== undefined && { ticket_prefix: changes.ticketPrefix.toUpperCase() }),
    ...(changes.timeZone !== undefined && { time_zone: changes.timeZone }),
    ...(changes.letterCopies !== undefined && { letter_copies: changes.letterCopies }),
  }
  await writeSettings(tx, settings, now)
  await deskChanged(tx, actor, 'desk.updated', { ...changes }, now)
}
