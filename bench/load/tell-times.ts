import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Loaded into the server's process before it, by `--import`: tells the bench how long each answer took there, from the
 * request's head read to the answer's end handed to the system. No time of the network or of the client is in it.
 */
const begun = new WeakMap<IncomingMessage, { url: string; at: number }>()

subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }
  begun.set(request, { url: request.url ?? '', at: performance.now() })
})
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
  const known = begun.get(request)
  if (!known) return
  const { url, at } = known
  process.send?.({ url, ms: performance.now() - at, status: response.statusCode } satisfies Timing)
})

export interface Timing {
  url: string
  ms: number
  status: number
}
