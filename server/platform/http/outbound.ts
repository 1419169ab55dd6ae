import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isAddressAllowed, isPublicAddress, type PrivateNetworks } from './outbound-address.ts'

/** Why a request to somebody else's server came to nothing. The words are in locales/, under `outbound`. */
export type OutboundProblem =
  | 'bad_address'
  | 'insecure'
  | 'private_address'
  | 'no_such_host'
  | 'no_connection'
  | 'tls'
  | 'timeout'
  | 'cut_off'
  | 'bad_answer'
  | 'too_many_redirects'

export class OutboundFailed extends Error {
  override name = 'OutboundFailed'
  readonly problem: OutboundProblem
  /** What the system said, for the administrator. */
  readonly detail: string
  /** The address that was tried, once it was known. */
  readonly address: string | null

  constructor(problem: OutboundProblem, detail: string, address: string | null = null) {
    super(`${problem}: ${detail}`)
    this.problem = problem
    this.detail = detail
    this.address = address
  }
}

export interface OutboundRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** For everything together: the name, the connection, the answer. */
  timeoutMs: number
  /** As much of the answer's body is kept; the rest is not read. */
  maxBytes: number
  /** `public`: http:// may go anywhere; `private`: only into a network the administrator has named; else nowhere. */
  plainHttp?: 'public' | 'private'
  /** Followed so often, each hop checked like the first; none unless told. */
  maxRedirects?: number
}

export interface OutboundAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
  /** The body was longer, slower or broke off: this is its beginning. */
  isCut: boolean
  /** The IP address that answered. */
  address: string
  /** Where the answer came from, after redirects. */
  url: string
}

/** Heads larger than this are refused. */
const maxHeadBytes = 16_384

/**
 * Sends a request to an address that somebody typed in. The host's name is resolved once, every address it leads to is
 * checked, and the connection goes to a checked one: a name that answers differently a moment later changes nothing.
 * Throws `OutboundFailed` for everything but an answer, whatever its status.
 */
export async function sendOutbound(
  networks: PrivateNetworks,
  request: OutboundRequest,
): Promise<OutboundAnswer> {
  const signal = AbortSignal.timeout(request.timeoutMs)
  let url = readUrl(request.url)
  for (let redirects = 0; ; redirects++) {
    const answer = await sendOnce(networks, url, request, signal)
    const { location } = answer.headers
    const isRedirect = answer.status >= 300 && answer.status < 400 && location !== undefined
    if (!isRedirect || request.maxRedirects === undefined) return answer
    if (redirects === request.maxRedirects) throw new OutboundFailed('too_many_redirects', url.host)
    if (!URL.canParse(location, url)) throw new OutboundFailed('bad_address', 'redirect')
    url = readUrl(new URL(location, url).href)
  }
}

/** What is wrong with an address at first sight, before its name is resolved; null when nothing. */
export function faultOfUrl(
  networks: PrivateNetworks,
  address: string,
  plainHttp?: OutboundRequest['plainHttp'],
): OutboundProblem | null {
  try {
    const url = readUrl(address)
    if (isSecure(url) || plainHttp === 'public') return literalFault(networks, url)
    return plainHttp === 'private' && networks !== 'none' ? literalFault(networks, url) : 'insecure'
  } catch (error) {
    if (error instanceof OutboundFailed) return error.problem
    throw error
  }
}

function literalFault(networks: PrivateNetworks, url: URL): OutboundProblem | null {
  const host = hostOf(url)
  return isIP(host) > 0 && !isAddressAllowed(host, networks) ? 'private_address' : null
}

/** WHATWG parsing turns every spelling of an IPv4 address (0x7f.1, 2130706433, 0177.1) into the dotted one. */
function readUrl(text: string): URL {
  if (!URL.canParse(text)) throw new OutboundFailed('bad_address', 'not an address')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new OutboundFailed('bad_address', url.protocol)
  if (url.username !== '' || url.password !== '') throw new OutboundFailed('bad_address', 'user or password')
  return url
}

const isSecure = (url: URL) => url.protocol === 'https:'
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '')

interface Place {
  address: string
  family: number
}

async function sendOnce(
  networks: PrivateNetworks,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const places = await placesOf(networks, url, request, signal)
  const given: LookupFunction = (_host, options, done) => {
    const [first] = places
    if (options.all) done(null, places)
    else if (first) done(null, first.address, first.family)
  }
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>()
  const tried = places[0]?.address ?? null
  const failed = (error: NodeJS.ErrnoException) => reject(toFailure(error, signal, tried))
  const send = isSecure(url) ? https.request : http.request
  const sent = send(
    url,
    {
      method: request.method ?? 'GET',
      headers: { 'accept-encoding': 'identity', ...request.headers },
      // A connection of its own: one that was opened before may lead to where the name led then.
      agent: false,
      lookup: given,
      maxHeaderSize: maxHeadBytes,
      signal,
    },
    (answer) => {
      const address = answer.socket.remoteAddress ?? tried ?? ''
      // From here on there is an answer, whatever becomes of the rest of it.
      sent.off('error', failed).on('error', () => undefined)
      void readBounded(answer, request.maxBytes).then(({ body, isCut }) => {
        sent.destroy()
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body,
          isCut,
          address,
          url: url.href,
        })
      })
    },
  )
  sent.on('error', failed)
  sent.on('upgrade', (_answer, socket) => {
    socket.destroy()
    reject(new OutboundFailed('bad_answer', 'upgrade', tried))
  })
  sent.end(request.body)
  return promise
}

/** The addresses a host may be reached at, checked. */
async function placesOf(
  networks: PrivateNetworks,
  url: URL,
  request: OutboundRequest,
  signal: AbortSignal,
): Promise<Place[]> {
  const host = hostOf(url)
  const known = isIP(host)
  const places = known > 0 ? [{ address: host, family: known }] : await resolveName(host, signal)
  if (!isSecure(url) && request.plainHttp === undefined) throw new OutboundFailed('insecure', url.host)
  const allowed = places.filter(({ address }) => isAddressAllowed(address, networks))
  const refused = places[0]?.address ?? null
  if (allowed.length === 0) throw new OutboundFailed('private_address', refused ?? host, refused)
  if (isSecure(url) || request.plainHttp === 'public') return allowed
  const inside = allowed.filter(({ address }) => !isPublicAddress(address))
  if (inside.length === 0) throw new OutboundFailed('insecure', url.host, allowed[0]?.address)
  return inside
}

async function resolveName(host: string, signal: AbortSignal): Promise<Place[]> {
  const late = Promise.withResolvers<never>()
  const onAbort = () => late.reject(new OutboundFailed('timeout', host))
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([lookup(host, { all: true }), late.promise])
  } catch (error) {
    if (error instanceof OutboundFailed) throw error
    throw new OutboundFailed('no_such_host', host)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Never rejects: whoever has the head of an answer knows what was decided, even when the rest never comes. */
async function readBounded(
  answer: http.IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - size))
      size += chunk.length
      if (size > maxBytes) return { body: Buffer.concat(chunks), isCut: true }
    }
    return { body: Buffer.concat(chunks), isCut: false }
  } catch {
    return { body: Buffer.concat(chunks), isCut: true }
  }
}

function toFailure(error: NodeJS.ErrnoException, signal: AbortSignal, address: string | null) {
  const code = error.code ?? ''
  const detail = error.message.slice(0, 300)
  if (signal.aborted || code === 'ETIMEDOUT') return new OutboundFailed('timeout', detail, address)
  if (code.startsWith('HPE_')) return new OutboundFailed('bad_answer', detail, address)
  if (code === 'ECONNRESET' || code === 'EPIPE') return new OutboundFailed('cut_off', detail, address)
  const isTls =
    /^ERR_(TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH/.test(code) && code !== 'ECONNREFUSED'
  return new OutboundFailed(isTls ? 'tls' : 'no_connection', detail, address)
}
