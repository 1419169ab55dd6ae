import { ImapFlow } from 'imapflow'
import type { Credential } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings } from '#server/channels/tables.ts'

const connectMs = 20_000
/** IDLE is broken off and begun anew this often: it dies silently in routers and on some servers. */
const idleMs = 4 * 60_000
/** Silence for longer than that is a dead line. */
const silenceMs = 5 * 60_000

/** A client for one mailbox, not connected yet. */
export function createImapClient(imap: ImapSettings, { password, accessToken }: Credential): ImapFlow {
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    doSTARTTLS: imap.security === 'starttls' ? true : imap.security === 'none' ? false : undefined,
    auth: accessToken === null ? { user: imap.user, pass: password ?? '' } : { user: imap.user, accessToken },
    clientInfo: { name: 'Otklik' },
    logger: false,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    maxIdleTime: idleMs,
    autoIdleDelay: 200,
    maxLiteralSize: 256 * 2 ** 20,
    maxResponseSize: 257 * 2 ** 20,
  })
  // Errors reject whatever is being waited for; without a listener they would end the process besides.
  client.on('error', () => undefined)
  return client
}
