import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
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

/**
 * Gives one letter to a server that is connected. Until the final dot nothing has been delivered; after it only
 * the server's answer tells. `beforeFinalDot` stands between the two, so that what it writes down is true: from
 * then on the outcome may be unknown.
 */
export async function handOver(connection: SMTPConnection, delivery: Delivery): Promise<HandedOver> {
  let isDotSent = false
  async function* letter(): AsyncGenerator<Buffer> {
    yield* (await delivery.body()) as AsyncIterable<Buffer>
    await delivery.beforeFinalDot()
    isDotSent = true
  }
  try {
    const info = await send(connection, delivery.envelope, Readable.from(letter(), { objectMode: false }))
    return {
      kind: 'answered',
      accepted: info.accepted,
      refused: (info.rejectedErrors ?? []).map((error) => ({
        address: error.recipient ?? '',
        problem: readSendProblem(error),
      })),
    }
  } catch (error) {
    const { responseCode } = error as { responseCode?: number }
    if (isDotSent && responseCode === undefined) return { kind: 'unknown', detail: String(error) }
    return { kind: 'not_taken', problem: readSendProblem(error) }
  } finally {
    connection.close()
  }
}

type SendInfo = { accepted: string[]; rejectedErrors?: { recipient?: string }[] }

function send(
  connection: SMTPConnection,
  envelope: Delivery['envelope'],
  letter: Readable,
): Promise<SendInfo> {
  return new Promise((resolve, reject) => {
    // Nobody else hears when the connection ends while an answer is awaited.
    connection.once('error', reject)
    connection.once('end', () =>
      reject(Object.assign(new Error('the connection was closed'), { code: 'ECONNECTION' })),
    )
    connection.send(envelope, letter, (error, info) => (error ? reject(error) : resolve(info)))
  })
}
