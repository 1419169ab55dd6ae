import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Clock } from '#server/platform/clock.ts'
import type { Mailboxes } from './mailboxes.ts'

export interface MailSink {
  port: number
  stop(): Promise<void>
}

const maxBytes = 40 * 1024 * 1024

/** The mail server of all customers: takes every letter into a mailbox in memory. It listens to this machine only. */
export async function startMailSink(mailboxes: Mailboxes, clock: Clock): Promise<MailSink> {
  const server = new SMTPServer({
    name: 'mail.customers.example',
    size: maxBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onData(stream, session, done) {
      const keep = async (): Promise<void> => {
        const raw = await readWhole(stream)
        const at = clock.now()
        for (const { address } of session.envelope.rcptTo) await mailboxes.keep('received', address, raw, at)
      }
      keep().then(
        () => done(null, 'Delivered to the mailbox'),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })
  server.on('error', () => undefined)
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>()
  server.server.once('error', reject)
  const socket = server.listen(0, '127.0.0.1', resolve)
  await listening
  const address = socket.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () => new Promise((done) => server.close(done)),
  }
}

async function readWhole(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
