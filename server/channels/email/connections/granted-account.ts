import * as z from 'zod'
import { readJson } from './ask-for-token.ts'
import { guardedRequest, readBody } from './guarded-request.ts'

const Claims = z.object({
  email: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
  /** Yandex's name for it. */
  default_email: z.string().optional(),
})

/**
 * The address of whoever signed in, in lower case; null when the provider does not say. The ID token comes straight
 * from the token endpoint over TLS, so its signature says nothing new (OpenID Connect Core, 3.1.3.7).
 */
export async function grantedAccount(
  tokens: { idToken: string | null; accessToken: string },
  userinfoUrl: string | null,
): Promise<string | null> {
  const told = tokens.idToken === null ? null : addressIn(claimsOf(tokens.idToken))
  if (told !== null || userinfoUrl === null) return told
  const response = await guardedRequest(userinfoUrl, {
    headers: { accept: 'application/json', authorization: `Bearer ${tokens.accessToken}` },
    signal: AbortSignal.timeout(60_000),
  })
  const body = await readBody(response)
  return response.statusCode === 200 ? addressIn(readJson(body)) : null
}

function claimsOf(idToken: string): unknown {
  const [, payload = ''] = idToken.split('.')
  return readJson(Buffer.from(payload, 'base64url'))
}

function addressIn(claims: unknown): string | null {
  const read = Claims.safeParse(claims)
  if (!read.success) return null
  const { email, default_email: yandex, preferred_username: name, upn } = read.data
  const address = [email, yandex, name, upn].find((one) => one?.includes('@'))
  return address?.trim().toLowerCase().slice(0, 254) ?? null
}
