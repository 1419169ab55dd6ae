import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Clock } from '#server/platform/clock.ts'
import type { Mailboxes } from './mailboxes.ts'

export interface MailSink {
  port: number
  stop(): Promise<void>
}

const maxBytes = 40 * 1024 * 1024

/** Takes a letter to one of the desk's own addresses; rejects when the desk does. */
export type ToDesk = (raw: Buffer, envelope: { from: string; to: string }) => Promise<void>

/**
 * The mail server of all customers: takes every letter into a mailbox in memory, and hands what is for the desk
 * itself, such as the letter with which an inbox is tested, to the desk. It listens to this machine only.
 */
export async function startMailSink(
  mailboxes: Mailboxes,
  clock: Clock,
  desk: { owns(address: string): boolean; deliver: ToDesk },
): Promise<MailSink> {
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
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        for (const { address } of session.envelope.rcptTo) {
          if (desk.owns(address)) await desk.deliver(raw, { from, to: address })
          else await mailboxes.keep('received', address, raw, at)
        }
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
