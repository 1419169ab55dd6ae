import type { ImapFlow } from 'imapflow'
import { found as mustBe } from '#server/platform/http/failure.ts'
import { mailboxAccess, openMailbox } from '../copies/open-mailbox.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type EmailDesk, emailDesk } from '../email-desk.ts'
import { searchFolder } from '../receiving/imap-search.ts'
import type { FoundLetter } from './open-past-letters.ts'

/** A folder of an inbox's mailbox, opened for reading only. */
export interface PastFolder {
  uidValidity: number
  /** UIDs after the position, in order. */
  uids: number[]
  letters(uids: readonly number[]): AsyncGenerator<FoundLetter | { position: number; problem: 'too_large' }>
  close(): void
}

const largestBytes = 100 * 2 ** 20

async function open(desk: EmailDesk, inboxId: number): Promise<ImapFlow> {
  const row = await desk.database.db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '=', inboxId)
    .executeTakeFirst()
  return openMailbox(desk, mustBe(row && mailboxAccess(desk.secrets, row), 'no_inbox'))
}

/** The folders a mailbox has, with how many letters lie in each. */
export async function listFolders(
  platform: Platform,
  inboxId: number,
): Promise<{ path: string; letters: number }[]> {
  const client = await open(emailDesk(platform), inboxId)
  try {
    const folders = await client.list({ statusQuery: { messages: true } })
    return folders
      .filter((folder) => !folder.flags.has('\\Noselect'))
      .slice(0, 500)
      .map((folder) => ({ path: folder.path, letters: folder.status?.messages ?? 0 }))
  } finally {
    client.close()
  }
}

export async function openFolder(
  desk: EmailDesk,
  inboxId: number,
  folder: string,
  afterUid: number,
): Promise<PastFolder> {
  const client = await open(desk, inboxId)
  try {
    await client.mailboxOpen(folder, { readOnly: true })
    const uids = await searchFolder(client, { uid: `${afterUid + 1}:*` })
    return {
      uidValidity: client.mailbox ? Number(client.mailbox.uidValidity) : 0,
      uids: uids.filter((uid) => uid > afterUid),
      letters: (wanted) => fetch(client, wanted),
      close: () => client.close(),
    }
  } catch (error) {
    client.close()
    throw error
  }
}

async function* fetch(client: ImapFlow, uids: readonly number[]): ReturnType<PastFolder['letters']> {
  if (uids.length === 0) return
  const sizes = await client.fetchAll(
    uids.join(','),
    { uid: true, size: true, internalDate: true },
    { uid: true },
  )
  for (const { uid, size = 0, internalDate } of sizes.toSorted((a, b) => a.uid - b.uid)) {
    if (size > largestBytes) {
      yield { position: uid, problem: 'too_large' }
      continue
    }
    const one = await client.fetchOne(String(uid), { source: true }, { uid: true })
    // Deleted by somebody meanwhile.
    if (!one || !one.source) continue
    yield { raw: one.source, position: uid, arrivedAt: internalDate ? new Date(internalDate) : null }
  }
}
