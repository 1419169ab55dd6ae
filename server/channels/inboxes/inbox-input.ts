import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { teamById } from '#server/identity/index.ts'
import type { ImapSettings } from '#server/channels/tables.ts'

interface Kept {
  address: string
  aliases: readonly string[]
  receivesBy: 'smtp' | 'imap' | 'graph'
  imap: ImapSettings | null
  teamId: number | null
}

/**
 * What the shape of the input cannot say: a mailbox to fetch from needs its server, a team must be there, and no
 * address belongs to two inboxes. `id` is the inbox that is changed.
 */
export async function checkInboxInput(tx: Tx, input: Kept, id: number | null): Promise<void> {
  if (input.receivesBy === 'imap' && input.imap === null) {
    fail('invalid_input', { fields: [{ path: 'body.imap', message: 'required with receivesBy=imap' }] })
  }
  if (input.teamId !== null && !(await teamById(tx, input.teamId))) fail('unknown_reference')
  if (input.aliases.includes(input.address) || new Set(input.aliases).size < input.aliases.length)
    fail('already_exists')
  await refuseTakenAddresses(tx, [input.address, ...input.aliases], id)
}

/** One change of addresses at a time: two inboxes could otherwise take the same alias at once. */
async function refuseTakenAddresses(tx: Tx, addresses: readonly string[], id: number | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('inbox addresses'))`.execute(tx)
  const taken = await tx
    .selectFrom('inbox')
    .select('id')
    .where('archived_at', 'is', null)
    .$if(id !== null, (query) => query.where('id', '<>', id))
    .where((eb) =>
      eb.or([
        eb('address', 'in', addresses),
        sql<boolean>`addressing -> 'aliases' ?| ${[...addresses]}::text[]`,
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  if (taken) fail('already_exists')
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
