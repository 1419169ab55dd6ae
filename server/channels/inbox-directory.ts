import type { InboxSections } from '#contract/inbox-sections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'
import { readSection } from './inboxes/inbox-sections.ts'
import type {} from './tables.ts'

/** What receiving needs to know of an inbox that is in use. */
export interface DirectoryInbox {
  id: number
  address: string
  /** Its further addresses: letters to any of them are its letters. */
  aliases: readonly string[]
  teamId: number | null
  /** Whom it believes about who a letter is from. */
  authentication: InboxSections['authentication']
  /** What its letters do to closed tickets. */
  reopening: InboxSections['reopening']
  receivesBy: 'smtp' | 'imap' | 'graph'
  version: number
}

export interface InboxDirectory {
  /** All active inboxes; read from the database only after a change. Rejects when it cannot be read. */
  all(): Promise<readonly DirectoryInbox[]>
  /**
   * Every address of the desk, aliases and inboxes that are switched off for a while included: whoever writes from
   * one of them is no customer, and no answer goes to one of them.
   */
  ownAddresses(): Promise<readonly string[]>
  /** The inbox a recipient address belongs to, plus parts included: support+1256-abc@… is support@…. */
  find(address: string): Promise<DirectoryInbox | null>
  /** Called after something changed, here or in another process. */
  onChange(listener: () => void): () => void
  stop(): void
}

/** The active inboxes, kept in memory until a notice says that they changed. */
export function openInboxDirectory(db: Db, notices: Notices): InboxDirectory {
  let known: Promise<Known> | null = null
  const listeners = new Set<() => void>()

  const forget = (): void => {
    known = null
    for (const listener of listeners) listener()
  }
  const read = async (): Promise<Known> => {
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
    all: async () => (await read()).active,
    ownAddresses: async () => (await read()).ownAddresses,
    find: async (address) => findInbox((await read()).active, address),
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

interface Known {
  active: readonly DirectoryInbox[]
  ownAddresses: readonly string[]
}

async function readInboxes(db: Db): Promise<Known> {
  const rows = await db
    .selectFrom('inbox')
    .select(['id', 'address', 'team_id as teamId', 'receives_by as receivesBy', 'version'])
    .select(['addressing', 'authentication', 'reopening', 'is_active'])
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
  const inboxes = rows.map(({ addressing, authentication, reopening, ...row }) => ({
    ...row,
    aliases: readSection('addressing', addressing).aliases,
    authentication: readSection('authentication', authentication),
    reopening: readSection('reopening', reopening),
  }))
  return {
    active: inboxes.filter((inbox) => inbox.is_active),
    ownAddresses: inboxes.flatMap((inbox) => [inbox.address, ...inbox.aliases]),
  }
}

/** Takes plus parts off from the right, because an inbox's own address may have one. */
export function findInbox(inboxes: readonly DirectoryInbox[], address: string): DirectoryInbox | null {
  for (
    let wanted: string | null = address.trim().toLowerCase();
    wanted !== null;
    wanted = withoutPlusPart(wanted)
  ) {
    const sought = wanted
    const inbox = inboxes.find((one) => one.address === sought || one.aliases.includes(sought))
    if (inbox) return inbox
  }
  return null
}

/** An address without its last plus part; null when it has none. */
export function withoutPlusPart(address: string): string | null {
  const at = address.lastIndexOf('@')
  const plus = address.lastIndexOf('+', at)
  return plus > 0 ? address.slice(0, plus) + address.slice(at) : null
}
