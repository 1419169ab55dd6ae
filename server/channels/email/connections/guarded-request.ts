import { lookup } from 'node:dns'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { ForbiddenAddress, refuseForbidden, isLoopback } from './forbidden-address.ts'

const patienceMs = 30_000

export interface GuardedRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  signal?: AbortSignal
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** Whether an address may be asked: without TLS only on this machine, and never a forbidden one. */
function check(address: string, isTls: boolean): void {
  refuseForbidden(address)
  if (!isTls && !isLoopback(address)) throw new ForbiddenAddress('without TLS only on this machine')
}

/** Whether an address may be asked as far as its text tells; what a name leads to is seen when it is asked. Pure. */
export function mayBeAsked(address: string): boolean {
  const url = new URL(address)
  const host = hostOf(url)
  const isTls = url.protocol === 'https:'
  if (host === 'localhost') return true
  if (!isIP(host)) return isTls
  try {
    check(host, isTls)
    return true
  } catch {
    return false
  }
}

/**
 * One HTTP request to a mailbox's provider; answers when the head of the response is there. The address is checked
 * when it is connected to, so that a name cannot change its mind in between; redirects are not followed.
 */
export async function guardedRequest(address: string, request: GuardedRequest): Promise<IncomingMessage> {
  const url = new URL(address)
  const isTls = url.protocol === 'https:'
  if (!isTls && url.protocol !== 'http:') throw new ForbiddenAddress(`${url.protocol} is not spoken`)
  const host = hostOf(url)
  if (isIP(host)) check(host, isTls)
  const checkedLookup: LookupFunction = (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      try {
        for (const one of found) check(one.address, isTls)
      } catch (refusal) {
        return done(refusal as Error, '', 0)
      }
      const [first] = found
      if (options.all) return done(null, found)
      return done(null, first?.address ?? '', first?.family ?? 4)
    })
  }
  return new Promise((resolve, reject) => {
    const asked = (isTls ? https : http).request(
      url,
      {
        method: request.method ?? 'GET',
        headers: {
          ...request.headers,
          ...(request.body !== undefined && { 'content-length': String(Buffer.byteLength(request.body)) }),
        },
        lookup: checkedLookup,
        signal: request.signal,
        timeout: patienceMs,
      },
      resolve,
    )
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${patienceMs / 1000} s`)))
    asked.once('error', reject)
    asked.end(request.body)
  })
}

/** The whole body; more than `maxBytes` is an error. */
export async function readBody(response: IncomingMessage, maxBytes = 2 ** 20): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) {
      response.destroy()
      throw new Error(`the answer is larger than ${maxBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
