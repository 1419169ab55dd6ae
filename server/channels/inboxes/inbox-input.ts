import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { teamById } from '#server/identity/index.ts'
import type { ImapSettings } from '#server/channels/tables.ts'

interface Kept {
  receivesBy: 'smtp' | 'imap'
  imap: ImapSettings | null
  teamId: number | null
}

/** What the shape of the input cannot say: a mailbox to fetch from needs its server, a team must be there. */
export async function checkInboxInput(tx: Tx, input: Kept): Promise<void> {
  if (input.receivesBy === 'imap' && input.imap === null) {
    fail('invalid_input', { fields: [{ path: 'body.imap', message: 'required with receivesBy=imap' }] })
  }
  if (input.teamId !== null && !(await teamById(tx, input.teamId))) fail('unknown_reference')
}

/** The address is unique among the inboxes in use; the database decides, also between two at once. */
export async function namingDoubles<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') fail('already_exists')
    throw error
  }
}
