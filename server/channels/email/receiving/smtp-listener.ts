import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { InboxDirectory } from '#server/channels/inbox-directory.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { SmtpConfig } from '#server/platform/config.ts'
import type { Log } from '#server/platform/log.ts'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import type { Storage } from '#server/platform/storage/storage.ts'
import type { KeptLetter } from './keep-letter.ts'
import type { LedgerGate } from './ledger-gate.ts'
import type { RecentLetters } from './recent-letters.ts'
import { keepPatience } from './smtp-patience.ts'
import { storeLetter } from './store-letter.ts'

export interface SmtpListener {
  /** The port it listens on: the one asked for, or the free one found when 0 was asked for. */
  port: number
  /** Takes no more connections, lets letters on their way in arrive, then closes. */
  stop(): Promise<void>
}

interface Parts {
  directory: InboxDirectory
  gate: LedgerGate
  storage: Storage
  recent?: RecentLetters
  clock: Clock
  log: Log
}

const mostClients = 200
const mostClientsPerAddress = 100
/** RFC 5321 asks for as many (4.5.3.1.8); to more the other server sends the letter once more. */
const mostRecipients = 100
const idleMs = 5 * 60_000
const closeMs = 10_000

/**
 * The built-in SMTP listener for domains that point at the desk. It takes letters for the desk's own inboxes
 * and for nobody else, so it can relay nothing, and it says 250 only when the letter is in the ledger; when the
 * database or the storage cannot take it, it says 451 or 452 and the sender keeps it.
 */
export async function startSmtpListener(
  config: SmtpConfig & { port: number },
  parts: Parts,
  patienceMs = idleMs,
): Promise<SmtpListener> {
  const clientsByAddress = new Map<string, number>()
  const server = new SMTPServer({
    name: config.name,
    banner: 'Otklik',
    size: config.maxBytes,
    rejectOversized: true,
    authOptional: true,
    disabledCommands: config.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...config.tls,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    maxClients: mostClients,
    maxRecipients: mostRecipients,
    socketTimeout: idleMs,
    closeTimeout: closeMs,
    logger: false,
    onConnect(session, done) {
      const clients = (clientsByAddress.get(session.remoteAddress) ?? 0) + 1
      clientsByAddress.set(session.remoteAddress, clients)
      patience.begin(session.id)
      done(clients > mostClientsPerAddress ? refusal(421, 'Too many connections, try later') : null)
    },
    onClose(session) {
      patience.end(session.id)
      const clients = (clientsByAddress.get(session.remoteAddress) ?? 1) - 1
      if (clients > 0) clientsByAddress.set(session.remoteAddress, clients)
      else clientsByAddress.delete(session.remoteAddress)
    },
    onRcptTo(recipient, _session, done) {
      acceptRecipient(parts, recipient.address).then(done, done)
    },
    onData(stream, session, done) {
      patience.follow(session.id, stream)
      takeLetter(parts, stream, session, config.maxBytes).then(
        () => {
          patience.begin(session.id)
          done(null, 'OK, it is in the ledger')
        },
        (error: unknown) => done(toRefusal(error, parts.log)),
      )
    },
  })
  const patience = keepPatience(server, patienceMs)
  // A client that goes away in mid-sentence is everyday.
  server.on('error', (error) => parts.log.debug({ error: String(error) }, 'an SMTP client was lost'))
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  server.server.once('error', reject)
  const socket = server.listen(config.port, config.host, resolve)
  await listening
  server.server.off('error', reject)
  const address = socket.address()
  return {
    port: typeof address === 'object' && address ? address.port : config.port,
    stop: () => {
      patience.stop()
      return new Promise((done) => server.close(done))
    },
  }
}

async function acceptRecipient({ directory, log }: Parts, address: string): Promise<Error | null> {
  try {
    const inbox = await directory.find(address)
    return inbox?.receivesBy === 'smtp' ? null : refusal(550, 'No such mailbox here')
  } catch (error) {
    log.warn({ error: String(error) }, 'the inboxes cannot be read; the sender is asked to wait')
    return refusal(451, 'Temporarily unavailable, try again later')
  }
}

async function takeLetter(
  parts: Parts,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  maxBytes: number,
): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope
  const recipients = rcptTo.map((recipient) => recipient.address)
  const letter = await storeLetter(parts, stream, maxBytes)
  if (stream.sizeExceeded) throw new StorageError('too_large', 'over the announced size')
  const byInbox = new Map<number, string[]>()
  for (const recipient of recipients) {
    const inbox = await parts.directory.find(recipient)
    if (inbox) byInbox.set(inbox.id, [...(byInbox.get(inbox.id) ?? []), recipient])
  }
  // All inboxes were stopped between RCPT and DATA.
  if (byInbox.size === 0) throw refusal(550, 'No such mailbox here')
  const receivedAt = parts.clock.now()
  await parts.gate.keep(
    [...byInbox].map(([inboxId, rcpt]): KeptLetter => ({
      inboxId,
      ...letter,
      receivedAt,
      envelope: {
        via: 'smtp',
        mailFrom: mailFrom === false ? null : mailFrom.address,
        rcptTo: rcpt,
        remoteAddress: session.remoteAddress,
        helo: helloOf(session),
      },
    })),
  )
}

/** The name the other side greeted with, cut to what a name can be. */
function helloOf({ hostNameAppearsAs }: SMTPServerSession): string | undefined {
  return typeof hostNameAppearsAs === 'string' ? hostNameAppearsAs.slice(0, 255) : undefined
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}

function toRefusal(error: unknown, log: Log): Error {
  if (error instanceof Error && 'responseCode' in error) return error
  if (error instanceof StorageError && error.problem === 'too_large') {
    return refusal(552, 'The letter is larger than this mailbox takes')
  }
  log.error({ error: String(error) }, 'a letter could not be kept; the sender is asked to wait')
  const isFull = error instanceof StorageError && error.problem === 'full'
  return isFull
    ? refusal(452, 'Insufficient storage, try again later')
    : refusal(451, 'Temporarily unavailable, try again later')
}
