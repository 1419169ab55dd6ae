import * as z from 'zod'
import { EmailAddress, Language } from '#contract/common.ts'
import type { Seat } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { oidcClient } from './oidc-client.ts'
import { openSessionByAddress } from './open-session.ts'
import type { OidcSettings } from './read-settings.ts'

/** What the browser keeps, sealed, while its owner is at the provider. */
const Journey = z.object({
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  language: Language,
  until: z.number(),
})
type Journey = z.infer<typeof Journey>

export const journeySeconds = 600

/** Where a provider is asked who somebody is, and what its answer is held against. */
export async function beginOidc(
  platform: Platform,
  settings: OidcSettings,
  { redirectUri, next, language }: { redirectUri: string; next: string; language: Language },
): Promise<{ url: URL; journey: string }> {
  const now = platform.clock.now()
  const [oidc, client] = await Promise.all([import('openid-client'), oidcClient(platform, settings, now)])
  const journey: Journey = {
    issuer: settings.issuer,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    next,
    language,
    until: now.getTime() + journeySeconds * 1000,
  }
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: journey.state,
    nonce: journey.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: 'S256',
    ui_locales: language,
  })
  return { url, journey: platform.secrets.encrypt(JSON.stringify(journey)) }
}

type Outcome =
  | { kind: 'opened'; token: string; next: string; language: Language }
  | { kind: 'unverified' }
  /** The browser set out for nowhere, or too long ago. */
  | { kind: 'lost' }

/**
 * Signs in whom the provider vouches for. Only an address it says it has verified counts. Rejects for every answer
 * that is not the one this browser was sent for: another state, nonce, audience or issuer, a signature that is not
 * the provider's, a token that is over.
 */
export async function finishOidc(
  platform: Platform,
  settings: OidcSettings,
  { redirectUri, search, journey: sealed }: { redirectUri: string; search: string; journey: string },
  seat: Seat,
): Promise<Outcome> {
  const now = platform.clock.now()
  const journey = readJourney(platform, sealed)
  if (!journey || journey.until < now.getTime() || journey.issuer !== settings.issuer) return { kind: 'lost' }
  const [oidc, client] = await Promise.all([import('openid-client'), oidcClient(platform, settings, now)])
  const tokens = await oidc.authorizationCodeGrant(client, new URL(`${redirectUri}${search}`), {
    pkceCodeVerifier: journey.verifier,
    expectedState: journey.state,
    expectedNonce: journey.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) return { kind: 'lost' }
  const said =
    claims['email'] === undefined && client.serverMetadata().userinfo_endpoint !== undefined
      ? await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)
      : claims
  const address = EmailAddress.safeParse(said['email'])
  if (!address.success || said['email_verified'] !== true) return { kind: 'unverified' }
  const name = typeof said['name'] === 'string' ? said['name'].toWellFormed().replaceAll('\0', '').trim() : ''
  const { next, language } = journey
  const proof = { address: address.data, name, language, means: 'oidc' } as const
  const token = await inTransaction(platform.database.db, (tx) => openSessionByAddress(tx, proof, seat, now))
  return { kind: 'opened', token, next, language }
}

function readJourney({ secrets }: Pick<Platform, 'secrets'>, sealed: string): Journey | null {
  try {
    return Journey.parse(JSON.parse(secrets.decrypt(sealed)))
  } catch {
    // Not ours, or not for this.
    return null
  }
}
