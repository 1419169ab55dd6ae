import { SMTPServer } from 'smtp-server'
import { type InboundLetter, headerOf } from '#server/channels/email/reading/letter.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'

export interface Sunk {
  from: string
  to: string[]
  raw: Buffer
  letter: InboundLetter
  header(name: string): string | null
}

export interface Sink {
  port: number
  letters: Sunk[]
  /** The first letters, as soon as there are so many. */
  received(count: number): Promise<Sunk[]>
  stop(): Promise<void>
}

const answers: Record<string, [number, string]> = {
  gone: [550, '5.1.1 No such user'],
  full: [452, '4.2.2 The mailbox is full'],
}

/**
 * Somebody else's mail server: keeps what it gets. The recipient's local part says how it behaves: gone@ is
 * refused with 550, full@ with 452, grey@ with 451 the first time, silent@ is taken and never answered, cut@ is
 * taken and the line goes dead.
 */
export async function startSink(options: { user?: string; password?: string } = {}): Promise<Sink> {
  const letters: Sunk[] = []
  const waiting = new Set<() => void>()
  const greeted = new Set<string>()
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    disabledCommands: options.user === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: ({ username, password }, _session, done) =>
      username === options.user && password === options.password
        ? done(null, { user: username })
        : done(Object.assign(new Error('Authentication failed'), { responseCode: 535 })),
    onRcptTo({ address }, _session, done) {
      const local = address.split('@')[0] ?? ''
      const refusal = answers[local] ?? greyAnswer(local, address, greeted)
      done(refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('error', () => undefined)
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        const letter = parseLetter(raw)
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        letters.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to,
          raw,
          letter,
          header: (name) => headerOf(letter, name),
        })
        for (const wake of waiting) wake()
        const local = to[0]?.split('@')[0]
        if (local === 'cut') {
          for (const connection of server.connections as Set<{ close(): void }>) connection.close()
        } else if (local !== 'silent') done()
      })
    },
  })
  server.on('error', () => undefined)
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = socket.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    letters,
    received: (count) =>
      new Promise((resolveLetters) => {
        const look = () => {
          if (letters.length < count) return
          waiting.delete(look)
          resolveLetters(letters)
        }
        waiting.add(look)
        look()
      }),
    stop: () => new Promise((done) => server.close(done)),
  }
}

function greyAnswer(local: string, address: string, greeted: Set<string>): [number, string] | null {
  if (local !== 'grey' || greeted.has(address)) return null
  greeted.add(address)
  return [451, '4.7.1 Greylisted, come back later']
}
