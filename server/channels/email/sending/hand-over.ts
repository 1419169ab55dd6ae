import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailLine, MailLines } from './mail-lines.ts'
import { type SendProblem, readSendProblem } from './send-problem.ts'

/** What another server did with a letter. */
export type HandedOver =
  | { kind: 'answered'; accepted: string[]; refused: { address: string; problem: SendProblem }[] }
  /** It was not taken, and that is certain. */
  | { kind: 'not_taken'; problem: SendProblem }
  /** The letter was complete on the wire and no answer came. */
  | { kind: 'unknown'; detail: string }

export interface Delivery {
  envelope: { from: string; to: string[] }
  /** The letter's bytes; asked for only when the server is ready for them. */
  body: () => Promise<Readable>
  /** Runs before the final dot; when it rejects, the dot is not sent and the letter is not delivered. */
  beforeFinalDot: () => Promise<void>
}

/** The server that takes the letter: what its lines are known by, and how to open another. */
export interface MailServer {
  name: string
  connect: () => Promise<SMTPConnection>
}

/**
 * Gives one letter to a server. Until the final dot nothing has been delivered; after it only the server's answer
 * tells. `beforeFinalDot` stands between the two, so that what it writes down is true: from then on the outcome may be
 * unknown. A kept line that turns out to be dead before the server asked for the letter has seen none of it, and the
 * letter goes over another at once. Rejects when no line can be opened.
 */
export async function handOver(
  lines: MailLines,
  server: MailServer,
  delivery: Delivery,
): Promise<HandedOver> {
  for (;;) {
    const line = await lines.take(server.name, server.connect)
    const outcome = await handOverBy(line, delivery)
    if (outcome !== 'dead line') return outcome
  }
}

async function handOverBy(line: MailLine, delivery: Delivery): Promise<HandedOver | 'dead line'> {
  let isBodyAsked = false
  let isDotSent = false
  async function* letter(): AsyncGenerator<Buffer> {
    isBodyAsked = true
    yield* inLargePieces((await delivery.body()) as AsyncIterable<Buffer>)
    await delivery.beforeFinalDot()
    isDotSent = true
  }
  try {
    const body = Readable.from(letter(), { objectMode: false })
    const info = await send(line.connection, delivery.envelope, body)
    line.keep()
    return {
      kind: 'answered',
      accepted: info.accepted,
      refused: (info.rejectedErrors ?? []).map((error) => ({
        address: error.recipient ?? '',
        problem: readSendProblem(error),
      })),
    }
  } catch (error) {
    line.close()
    if (line.isReused && !isBodyAsked && isHungUp(error)) return 'dead line'
    const { responseCode } = error as { responseCode?: number }
    if (isDotSent && responseCode === undefined) return { kind: 'unknown', detail: String(error) }
    return { kind: 'not_taken', problem: readSendProblem(error) }
  }
}

/** A letter is composed in many small pieces, and each would be a packet of its own. */
async function* inLargePieces(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    waiting.push(piece)
    size += piece.length
    if (size < pieceBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}

/** The server says nothing any more, or that it will have no more letters over this line. */
function isHungUp(error: unknown): boolean {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number }
  if (responseCode === undefined) return code === 'ECONNECTION' || code === 'ESOCKET' || code === 'ETIMEDOUT'
  return responseCode === 421 || (command === 'MAIL FROM' && responseCode < 500)
}

const pieceBytes = 64 * 1024

type SendInfo = { accepted: string[]; rejectedErrors?: { recipient?: string }[] }

async function send(
  connection: SMTPConnection,
  envelope: Delivery['envelope'],
  letter: Readable,
): Promise<SendInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<SendInfo>()
  const ended = (): void =>
    reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNECTION' }))
  // Nobody else hears when the connection ends while an answer is awaited.
  connection.once('error', reject)
  connection.once('end', ended)
  try {
    // The library keeps what became of a try in the envelope it was given.
    connection.send({ ...envelope }, letter, (error, info) => (error ? reject(error) : resolve(info)))
    return await promise
  } finally {
    connection.off('error', reject)
    connection.off('end', ended)
  }
}
