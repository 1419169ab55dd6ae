import type { Db } from '#server/platform/database/open-database.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'
import type {} from './tables.ts'

/** What receiving needs to know of an inbox that is in use. */
export interface DirectoryInbox {
  id: number
  address: string
  teamId: number | null
  receivesBy: 'smtp' | 'imap'
  version: number
}

export interface InboxDirectory {
  /** All active inboxes; read from the database only after a change. Rejects when it cannot be read. */
  all(): Promise<readonly DirectoryInbox[]>
  /** The inbox a recipient address belongs to, plus parts included: support+1256-abc@… is support@…. */
  find(address: string): Promise<DirectoryInbox | null>
  /** Called after something changed, here or in another process. */
  onChange(listener: () => void): () => void
  stop(): void
}

/** The active inboxes, kept in memory until a notice says that they changed. */
export function openInboxDirectory(db: Db, notices: Notices): InboxDirectory {
  let known: Promise<readonly DirectoryInbox[]> | null = null
  const listeners = new Set<() => void>()

  const forget = (): void => {
    known = null
    for (const listener of listeners) listener()
  }
  const all = async (): Promise<readonly DirectoryInbox[]> => {
    const reading = (known ??= readInboxes(db))
    try {
      return await reading
    } catch (error) {
      if (known === reading) known = null
      throw error
    }
  }
  const stopListening = notices.listen((notice) => {
    if (notice.topic === 'inbox') forget()
  })
  const stopGap = notices.onGap(forget)

  return {
    all,
    find: async (address) => findInbox(await all(), address),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      stopListening()
      stopGap()
      listeners.clear()
    },
  }
}

async function readInboxes(db: Db): Promise<readonly DirectoryInbox[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['id', 'address', 'team_id as teamId', 'receives_by as receivesBy', 'version'])
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .execute()
  return rows
}

/** Takes plus parts off from the right, because an inbox's own address may have one. */
export function findInbox(inboxes: readonly DirectoryInbox[], address: string): DirectoryInbox | null {
  for (
    let wanted: string | null = address.trim().toLowerCase();
    wanted !== null;
    wanted = withoutPlusPart(wanted)
  ) {
    const inbox = inboxes.find((one) => one.address === wanted)
    if (inbox) return inbox
  }
  return null
}

function withoutPlusPart(address: string): string | null {
  const at = address.lastIndexOf('@')
  const plus = address.lastIndexOf('+', at)
  return plus > 0 ? address.slice(0, plus) + address.slice(at) : null
}
