import * as z from 'zod'
import { cutSecrets } from '../sending/cut-secrets.ts'
import { AccessRefused, type Refusal } from './access-refused.ts'
import { guardedRequest, readBody } from './guarded-request.ts'

/** What a token endpoint gives (RFC 6749, section 5.1), with the additions of the providers we know. */
const Answer = z.object({
  access_token: z.string().min(1).max(20_000),
  /** Seconds; providers that leave it out mean an hour. */
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).max(20_000).optional(),
  /** Seconds the refresh token lasts: Google names it when it is limited, Keycloak always (0: without end). */
  refresh_token_expires_in: z.coerce.number().optional(),
  refresh_expires_in: z.coerce.number().optional(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
})
const Said = z.object({ error: z.string().max(200), error_description: z.string().optional() })

/**
 * Answers that stay the same however often one asks (RFC 6749, 5.2; OpenID Connect Core, 3.1.2.6; Google's for an
 * application that was taken away): somebody has to sign in, or to put the application right.
 */
const helpless: ReadonlyMap<string, Refusal> = new Map([
  ['invalid_grant', 'revoked'],
  ['interaction_required', 'revoked'],
  ['consent_required', 'revoked'],
  ['login_required', 'revoked'],
  ['invalid_client', 'client'],
  ['unauthorized_client', 'client'],
  ['unsupported_grant_type', 'client'],
  ['invalid_scope', 'client'],
  ['deleted_client', 'client'],
  ['disabled_client', 'client'],
])

export interface Tokens {
  accessToken: string
  expiresAt: Date
  refreshToken: string | null
  /** When the refresh token ends of itself; null where nothing is said. */
  refreshEndsAt: Date | null
  /** What was granted, where the provider says. */
  scopes: string[] | null
  idToken: string | null
}

/**
 * Asks a token endpoint. Rejects with `AccessRefused`: `revoked` when the grant is void, `client` when the
 * application is, `unavailable` for everything that may pass.
 */
export async function askForToken(
  tokenUrl: string,
  form: Record<string, string>,
  now: Date,
  { patienceMs = 60_000 } = {},
): Promise<Tokens> {
  // For the whole answer: whoever asks may hold the connection's row meanwhile.
  const { status, body } = await post(tokenUrl, form, AbortSignal.timeout(patienceMs))
  const answer = Answer.safeParse(body)
  if (status >= 200 && status < 300 && answer.success) return readTokens(answer.data, now)
  const said = Said.safeParse(body)
  const { error, error_description: words = '' } = said.success ? said.data : { error: '' }
  const secret = ['client_secret', 'refresh_token', 'code', 'code_verifier'].map((name) => form[name] ?? null)
  const told = cutSecrets(
    [error, words.replaceAll(/\s+/g, ' ').slice(0, 500)].filter(Boolean).join(': '),
    secret,
  )
  const reason = helpless.get(error)
  if (reason !== undefined) throw new AccessRefused(reason, told)
  throw new AccessRefused('unavailable', told || `the mailbox provider gave no access (${status})`)
}

function readTokens(answer: z.infer<typeof Answer>, now: Date): Tokens {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000)
  const lasts = answer.refresh_token_expires_in ?? answer.refresh_expires_in ?? 0
  return {
    accessToken: answer.access_token,
    expiresAt: after(answer.expires_in),
    refreshToken: answer.refresh_token ?? null,
    refreshEndsAt: lasts > 0 ? after(lasts) : null,
    scopes: answer.scope === undefined ? null : answer.scope.split(/[\s,]+/).filter(Boolean),
    idToken: answer.id_token ?? null,
  }
}

async function post(url: string, form: Record<string, string>, signal: AbortSignal) {
  try {
    const response = await guardedRequest(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      signal,
    })
    return { status: response.statusCode ?? 0, body: readJson(await readBody(response)) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AccessRefused('unavailable', `the mailbox provider cannot be reached: ${why}`, { cause: error })
  }
}

export function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}
