import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface WebhookSink {
  port: number
  stop(): Promise<void>
}

/** Somebody else's program that takes whatever the demo's webhooks send. It listens to this machine only. */
export async function startWebhookSink(): Promise<WebhookSink> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      const isTaken = !request.url?.startsWith('/bot')
      response.writeHead(isTaken ? 200 : 503, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isTaken ? { ok: true } : { error: 'bot is restarting' }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
