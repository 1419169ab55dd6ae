import { createRequire } from 'node:module'
import type * as imapflow from 'imapflow'
import type { Credential } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings } from '#server/channels/tables.ts'
import { cutSecretsOfError } from '../sending/cut-secrets.ts'

const connectMs = 20_000
/** IDLE is broken off and begun anew this often: it dies silently in routers and on some servers. */
const idleMs = 4 * 60_000
/** Silence for longer than that is a dead line. */
const silenceMs = 5 * 60_000

const load = createRequire(import.meta.url)

/**
 * A client for one mailbox, not connected yet. What speaks IMAP is loaded with the first: a desk that no mailbox is
 * fetched for spares its memory.
 */
export function createImapClient(
  imap: ImapSettings,
  { password, accessToken }: Credential,
): imapflow.ImapFlow {
  const { ImapFlow } = load('imapflow') as typeof imapflow
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
  const connect = client.connect.bind(client)
  client.connect = () =>
    connect().catch((error: unknown) => Promise.reject(cutSecretsOfError(error, [password, accessToken])))
  return client
}
