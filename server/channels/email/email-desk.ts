import { type InboxDirectory, openInboxDirectory } from '#server/channels/inbox-directory.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type Resolve, createResolve } from './authentication/name-resolver.ts'
import { type MailPolicy, openMailPolicy } from './policy/mail-policy.ts'
import { type MailLines, createMailLines } from './sending/mail-lines.ts'
import { type SenderSession, createSenderSession } from './sending/sender-session.ts'
import { prepareLetterSafely } from './reading/parse-in-worker.ts'
import type { PreparedLetter } from './reading/prepare-letter.ts'
import { type RecentLetters, createRecentLetters } from './receiving/recent-letters.ts'
import type { TokenKey } from './threading/thread-token.ts'

/** What the e-mail channel works with: the platform, the inboxes in use, the key of its tokens. */
export interface EmailDesk extends Platform {
  directory: InboxDirectory
  /** Signs and recognises reply addresses, Message-IDs and markers of ours. */
  tokenKey: TokenKey
  /** Rules and limits for what comes in. */
  policy: MailPolicy
  /** Letters of the last moments, in memory: they are about to be read again. */
  recent: RecentLetters
  /** Letters this process is deciding: another batch of it leaves them alone. */
  inHand: Set<number>
  /** Shows other processes that whoever is handing a letter over still lives. */
  sender: SenderSession
  /** Connections to the servers letters leave through. */
  lines: MailLines
  /** Asks the DNS who may send for a domain. */
  resolve: Resolve
  /** Bytes → letter, away from the main thread and in bounded time. Never rejects over what the letter holds. */
  prepare: (raw: Uint8Array) => Promise<PreparedLetter>
}

const desks = new WeakMap<Platform, EmailDesk>()

/** One per platform: jobs, listeners and routes of a process share it. */
export function emailDesk(platform: Platform): EmailDesk {
  const known = desks.get(platform)
  if (known) return known
  const desk: EmailDesk = {
    ...platform,
    directory: openInboxDirectory(platform.database.db, platform.notices),
    policy: openMailPolicy(platform.database.db, platform.notices, platform.log),
    tokenKey: platform.secrets.keyFor('reply tokens'),
    recent: createRecentLetters(),
    inHand: new Set(),
    sender: createSenderSession(platform.database.pool),
    lines: createMailLines(),
    resolve: createResolve(),
    prepare: prepareLetterSafely,
  }
  desks.set(platform, desk)
  return desk
}
