import type { Running } from '#server/channels/channel.ts'
import type { EmailDesk } from '../email-desk.ts'
import { type MailboxTimes, watchMailbox } from './imap-mailbox.ts'
import { watchGraphMailbox } from '../graph/watch-graph-mailbox.ts'
import { createLockSession } from './lock-session.ts'

const usualTimes: MailboxTimes = { pollMs: 2 * 60_000, lockMs: 15_000 }

/** Watches the mailboxes of all inboxes that are fetched, and follows every change an administrator makes to them. */
export function superviseMailboxes(desk: EmailDesk, times: MailboxTimes = usualTimes): Running {
  const locks = createLockSession(desk.database.pool)
  const watched = new Map<number, { version: number; running: Running }>()
  let isStopped = false
  let following = Promise.resolve()

  const follow = async (): Promise<void> => {
    if (isStopped) return
    const inboxes = (await desk.directory.all()).filter((inbox) => inbox.receivesBy !== 'smtp')
    for (const [id, { version, running }] of watched) {
      if (inboxes.some((inbox) => inbox.id === id && inbox.version === version)) continue
      watched.delete(id)
      await running.stop()
    }
    for (const inbox of inboxes) {
      if (watched.has(inbox.id)) continue
      const running =
        inbox.receivesBy === 'graph'
          ? watchGraphMailbox(desk, locks, inbox.id)
          : watchMailbox(desk, locks, inbox.id, times)
      watched.set(inbox.id, { version: inbox.version, running })
    }
  }
  const followSoon = (): void => {
    following = following.then(follow).catch((error: unknown) => {
      desk.log.warn({ error: String(error) }, 'the inboxes cannot be read; it is tried again')
      if (!isStopped) setTimeout(followSoon, times.lockMs).unref()
    })
  }
  const forget = desk.directory.onChange(followSoon)
  followSoon()

  return {
    stop: async () => {
      isStopped = true
      forget()
      await following
      await Promise.all([...watched.values()].map(({ running }) => running.stop()))
      await locks.stop()
    },
  }
}
