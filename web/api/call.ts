import type { Route } from '#contract/route.ts'
import { RequestFailed, readFailure } from './failure.ts'

type Plain = string | number | boolean | null | undefined
type Input = { params?: Record<string, unknown>; query?: Record<string, Plain>; body?: unknown }

export interface CallOptions {
  signal?: AbortSignal
  /** The same key again asks for the same answer again: nothing is done twice. Left out, every POST gets its own. */
  idempotencyKey?: string
}

const signedOut = new Set<() => void>()

/** Tells when the server no longer knows us; returns how to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

/** `/tickets/:id` and its parameters → `/api/v1/tickets/1256?limit=50`; what is undefined is left out. */
export function routeUrl(path: string, input: Input): string {
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(input.params?.[key])))
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(key, String(value))
  }
  const tail = query.toString()
  return `/api/v1${filled}${tail && `?${tail}`}`
}

/** Calls one route of the contract. Throws `RequestFailed`, by name; `network` when there was no answer at all. */
export async function call<Sends, Gets, Reply>(
  route: Route<Sends, Gets, Reply>,
  input: Sends,
  options: CallOptions = {},
): Promise<Reply> {
  const sent = input as Input
  const headers = new Headers({
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  })
  if (sent.body !== undefined) headers.set('content-type', 'application/json')
  if (route.method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID())
  let response: Response
  let body: string
  try {
    response = await fetch(routeUrl(route.path, sent), {
      method: route.method,
      headers,
      signal: options.signal,
      body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
    })
    body = await response.text()
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new RequestFailed('network', String(error))
  }
  if (response.ok) return (body === '' ? {} : JSON.parse(body)) as Reply
  const failure = readFailure(response.status, body)
  if (failure.failure === 'not_signed_in') for (const listener of signedOut) listener()
  throw failure
}
