import type { IncomingHttpHeaders } from 'node:http'
import { type OutboundProblem, OutboundFailed, sendOutbound } from '#server/platform/http/outbound.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readRetryAfter } from './backoff.ts'
import { readHeaders } from './headers.ts'
import { sign } from './signature.ts'
import type { DeliveryRow, HeaderLine, WebhookRow } from './tables.ts'

export const attemptTimeoutMs = 15_000
/** As much of an answer is kept in the log. */
const answerBytes = 16 * 1024
const headerCharacters = 500
const mostHeaders = 40
/** Of an answer: they let somebody in. */
const secretHeaders = /^(set-cookie|www-authenticate|authorization|proxy-)/i
const redacted = '•••'

/** What came of one try. */
export interface Outcome {
  at: Date
  durationMs: number
  isSuccess: boolean
  /** A key of `webhook.problem` in locales/. */
  problem: OutboundProblem | 'status' | 'redirect' | 'gone' | 'unreadable_secret' | null
  detail: string | null
  status: number | null
  address: string | null
  requestHeaders: HeaderLine[]
  responseHeaders: HeaderLine[] | null
  responseBody: string | null
  isCut: boolean
  /** The other side asked not to be tried before. */
  notBefore: Date | null
}

/** Sends a delivery once. Whatever happens is an outcome. */
export async function attemptDelivery(
  { config, secrets, clock }: Pick<Platform, 'config' | 'secrets' | 'clock'>,
  webhook: WebhookRow,
  delivery: Pick<DeliveryRow, 'message_id'>,
  body: string,
): Promise<Outcome> {
  const at = clock.now()
  const timestamp = Math.floor(at.getTime() / 1000)
  const own = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Otklik-Webhooks/1',
    'webhook-id': delivery.message_id,
    'webhook-timestamp': String(timestamp),
  }
  const shown: HeaderLine[] = [
    ...Object.entries(own).map(([name, value]) => ({ name, value })),
    { name: 'webhook-signature', value: `v1,${redacted}` },
    ...webhook.header_names.map((name) => ({ name, value: redacted })),
  ]
  const started = performance.now()
  const outcome: Outcome = {
    at,
    durationMs: 0,
    isSuccess: false,
    problem: null,
    detail: null,
    status: null,
    address: null,
    requestHeaders: shown,
    responseHeaders: null,
    responseBody: null,
    isCut: false,
    notBefore: null,
  }
  const keys = readSecrets(secrets, webhook, at)
  if (keys === null) return { ...outcome, problem: 'unreadable_secret' }
  try {
    const answer = await sendOutbound(config.privateNetworks, {
      url: webhook.url,
      method: 'POST',
      headers: {
        ...keys.headers,
        ...own,
        'webhook-signature': sign(keys.signing, delivery.message_id, timestamp, body),
      },
      body,
      timeoutMs: attemptTimeoutMs,
      maxBytes: answerBytes,
      plainHttp: 'private',
    })
    return {
      ...outcome,
      ...judge(answer.status),
      durationMs: Math.round(performance.now() - started),
      status: answer.status,
      address: answer.address,
      responseHeaders: shownHeaders(answer.headers),
      responseBody: answer.body.toString('utf8').replaceAll('\0', '\uFFFD'),
      isCut: answer.isCut,
      notBefore: readRetryAfter(answer.headers['retry-after'], at),
    }
  } catch (error) {
    if (!(error instanceof OutboundFailed)) throw error
    const { problem, detail, address } = error
    return { ...outcome, problem, detail, address, durationMs: Math.round(performance.now() - started) }
  }
}

function judge(status: number): Pick<Outcome, 'isSuccess' | 'problem'> {
  if (status >= 200 && status < 300) return { isSuccess: true, problem: null }
  if (status === 410) return { isSuccess: false, problem: 'gone' }
  return { isSuccess: false, problem: status >= 300 && status < 400 ? 'redirect' : 'status' }
}

/** What was sealed with a key that this desk has no more cannot be sent. */
function readSecrets(secrets: Platform['secrets'], webhook: WebhookRow, now: Date) {
  try {
    const isOldInForce = webhook.old_secret_until !== null && webhook.old_secret_until > now
    const signing = [webhook.secret, ...(isOldInForce && webhook.old_secret ? [webhook.old_secret] : [])]
    const headers = webhook.headers === null ? [] : readHeaders(secrets, webhook.headers)
    return {
      signing: signing.map((sealed) => secrets.decrypt(sealed)),
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    }
  } catch {
    return null
  }
}

function shownHeaders(headers: IncomingHttpHeaders): HeaderLine[] {
  return Object.entries(headers)
    .slice(0, mostHeaders)
    .map(([name, value]) => ({
      name: name.slice(0, headerCharacters),
      value: secretHeaders.test(name) ? redacted : String(value).slice(0, headerCharacters),
    }))
}
