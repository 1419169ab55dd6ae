import type { Configuration, CustomFetch } from 'openid-client'
import { sendOutbound } from '#server/platform/http/outbound.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { OidcSettings } from './read-settings.ts'

type Ground = { config: Pick<Platform['config'], 'privateNetworks'> }

const keptMs = 3_600_000
const timeoutMs = 10_000
const mostAnswerBytes = 1_000_000
const known = new Map<string, { at: number; client: Promise<Configuration> }>()

/**
 * What a provider says of itself, asked for once an hour. Its address was typed in by somebody: every request goes
 * where the desk lets requests go, and nowhere else. Rejects when the provider is not there, or is none.
 */
export function oidcClient(platform: Ground, settings: OidcSettings, now: Date): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings
  const key = JSON.stringify([issuer, clientId, clientSecret])
  const kept = known.get(key)
  if (kept && now.getTime() - kept.at < keptMs) return kept.client
  const client = discover(platform, settings)
  known.set(key, { at: now.getTime(), client })
  client.catch(() => known.delete(key))
  return client
}

async function discover(
  { config: { privateNetworks } }: Ground,
  { issuer, clientId, clientSecret }: Omit<OidcSettings, 'name'>,
): Promise<Configuration> {
  const { allowInsecureRequests, customFetch, discovery, enableNonRepudiationChecks, None } =
    await import('openid-client')
  const send: CustomFetch = async (url, { method, headers, body }) => {
    const answer = await sendOutbound(privateNetworks, {
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body !== undefined && body !== null && { body: bodyText(body) }),
      timeoutMs,
      maxBytes: mostAnswerBytes,
      plainHttp: 'private',
    })
    const type = answer.headers['content-type']
    return new Response(answer.status === 204 ? null : new Uint8Array(answer.body), {
      status: answer.status,
      ...(type !== undefined && { headers: { 'content-type': type } }),
    })
  }
  return discovery(
    new URL(issuer),
    clientId,
    clientSecret ?? undefined,
    clientSecret === null ? None() : undefined,
    {
      // Without them a signature is taken on trust, because the connection was safe.
      execute: [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
      [customFetch]: send,
    },
  )
}

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new Error('a body that is no form')
}
