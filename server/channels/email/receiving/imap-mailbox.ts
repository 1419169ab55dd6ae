import type { ImapFlow } from 'imapflow'
import type { Running } from '#server/channels/channel.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import { backOffFor } from './back-off.ts'
import { openFolder } from '../copies/find-folder.ts'
import { type MailboxAccess, mailboxAccess, openMailbox } from '../copies/open-mailbox.ts'
import type { EmailDesk } from '../email-desk.ts'
import { fetchLetters, type Mailbox } from './fetch-letters.ts'
import { noteReceiveHealth } from '../inbox-health.ts'
import type { LockSession } from './lock-session.ts'
import { watchUnderLock } from './watch-under-lock.ts'

export interface MailboxTimes {
  /** Looks even when the server says nothing: IDLE dies silently. */
  pollMs: number
  /** Between two looks at a lock that another process holds. */
  lockMs: number
}

/**
 * Fetches one inbox's mailbox until it is stopped: one process at a time, by IDLE and by polling, and again after
 * whatever went wrong. What is wrong stands on the inbox.
 */
export function watchMailbox(
  desk: EmailDesk,
  locks: LockSession,
  inboxId: number,
  times: MailboxTimes,
): Running {
  return watchUnderLock(desk, locks, inboxId, {
    lockMs: times.lockMs,
    turn: (signal) => watchWhileHeld(desk, locks, inboxId, times, signal),
  })
}

/** One connection's life; answers how long to wait before the next. */
async function watchWhileHeld(
  desk: EmailDesk,
  locks: LockSession,
  inboxId: number,
  times: MailboxTimes,
  signal: AbortSignal,
): Promise<number> {
  const inbox = await readMailbox(desk, inboxId)
  if (!inbox) return times.lockMs
  const { imap } = inbox.access
  const backOff = backOffFor(imap.host)
  let client: ImapFlow | null = null
  const close = (): void => client?.close()
  signal.addEventListener('abort', close)
  const forgetLost = locks.onLost(close)
  try {
    client = await openMailbox(desk, inbox.access)
    await openFolder(client, imap.folder, { readOnly: inbox.afterFetch === 'leave' })
    await stayAndFetch(desk, client, inbox, times, () => backOff.succeeded(), signal)
    return 0
  } catch (error) {
    if (signal.aborted) return 0
    const said = wordsOf(error)
    desk.log.warn({ inboxId, error: said }, 'fetching letters failed')
    await noteReceiveHealth(desk.database.db, inboxId, said, desk.clock.now())
    return backOff.failed()
  } finally {
    signal.removeEventListener('abort', close)
    forgetLost()
    close()
  }
}

async function stayAndFetch(
  desk: EmailDesk,
  client: ImapFlow,
  mailbox: Mailbox,
  times: MailboxTimes,
  succeeded: () => void,
  signal: AbortSignal,
): Promise<void> {
  let wake: () => void = () => undefined
  let hasNews = false
  const tell = (): void => {
    hasNews = true
    wake()
  }
  client.on('exists', tell)
  client.once('close', tell)
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    hasNews = false
    await fetchLetters(desk, client, mailbox)
    if (isFirst) await noteReceiveHealth(desk.database.db, mailbox.inboxId, null, desk.clock.now())
    succeeded()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, times.pollMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (hasNews) wake()
    })
    if (!client.usable) throw new Error(client.byeReason ?? 'the server closed the connection')
    // A poll makes the server say what it kept to itself.
    if (!hasNews) await client.noop()
  }
}

interface WatchedMailbox extends Mailbox {
  access: MailboxAccess
}

async function readMailbox(desk: EmailDesk, inboxId: number): Promise<WatchedMailbox | null> {
  const row = await desk.database.db
    .selectFrom('inbox')
    .select(['id', 'address', 'imap', 'secrets', 'connection_state', 'created_at', 'copies'])
    .where('id', '=', inboxId)
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  const access = row && mailboxAccess(desk.secrets, row)
  if (!access) return null
  const { afterFetch, processedFolder } = readSection('copies', row.copies)
  return {
    inboxId,
    address: row.address,
    folder: access.imap.folder,
    since: row.created_at,
    afterFetch,
    processedFolder,
    access,
  }
}

function wordsOf(error: unknown): string {
  const { responseText, message } = error as { responseText?: string; message?: string }
  return (responseText || message || String(error)).slice(0, 500)
}
