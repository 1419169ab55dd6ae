import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Delivered {
  headers: IncomingHttpHeaders
  body: string
  /** The body, read. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects of it
  payload: any
}

/** What the receiver does with a delivery; left out, it takes it. */
export type Answering = (delivered: Delivered, response: ServerResponse) => void

/** Answers by a status, with headers and a body if wanted. */
export const answerWith =
  (status: number, headers: Record<string, string> = {}, body = ''): Answering =>
  (_delivered, response) => {
    response.writeHead(status, headers)
    response.end(body)
  }
export const answerAtLength = answerWith(200, {}, 'x'.repeat(1_000_000))
export const reset: Answering = (_delivered, response) => void response.destroy()

/** Somebody else's server on this machine that takes deliveries. */
export interface WebhookReceiver {
  url: string
  /** Everything that came, in order. */
  delivered: Delivered[]
  /** How it answers from now on. */
  answering(answering: Answering): void
  /** Resolves when so many have come in all. */
  received(count: number): Promise<void>
  stop(): Promise<void>
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const delivered: Delivered[] = []
  const waiting = new Set<{ count: number; resolve: () => void }>()
  let answer: Answering = answerWith(204)
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const one = { headers: request.headers, body, payload: JSON.parse(body) as unknown }
      delivered.push(one)
      answer(one, response)
      for (const wait of waiting) {
        if (delivered.length < wait.count) continue
        waiting.delete(wait)
        wait.resolve()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden`,
    delivered,
    answering: (next) => {
      answer = next
    },
    received: (count) =>
      delivered.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.add({ count, resolve })),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
