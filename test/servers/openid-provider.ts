import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OpenIdProvider {
  issuer: string
  client: { id: string; secret: string }
  /** What it says of whoever signs in; laid over the honest claims, so that a test can spoil any of them. */
  claims: Record<string, unknown>
  /** Put over the honest ones of the token's head: another algorithm, another key. */
  head: Record<string, unknown>
  /** Signs with a key that is not among the published ones. */
  isForger: boolean
  /** Says of the person what UserInfo is for, and leaves it out of the token. */
  saysByUserInfo: boolean
  /** Another state than the one it was asked with. */
  isStateChanged: boolean
  /** The redirect addresses it sent browsers to. */
  redirects: string[]
  /** What a browser does with an authorization address: signs in, agrees, and is sent back to this address. */
  visit(url: string): Promise<URL>
  stop(): Promise<void>
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Stands in for a provider of identities: OpenID Connect Core 1.0 with discovery and JWKS, the code flow with PKCE
 * (RFC 7636), nonce, RS256. Redirect addresses, client, code and verifier are checked as a real one checks them.
 */
export async function startOpenIdProvider(redirectUri: string): Promise<OpenIdProvider> {
  const [keys, forged] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }))
  if (!keys || !forged) throw new Error('no keys')
  const client = { id: 'portal', secret: 'portal secret' }
  const codes = new Map<string, URLSearchParams>()
  const provider = {
    issuer: '',
    client,
    claims: {} as Record<string, unknown>,
    head: {} as Record<string, unknown>,
    isForger: false,
    saysByUserInfo: false,
    isStateChanged: false,
    redirects: [] as string[],
  }
  const sign = (claims: Record<string, unknown>) => {
    const signed = `${json({ alg: 'RS256', typ: 'JWT', kid: 'one', ...provider.head })}.${json(claims)}`
    if (provider.head['alg'] === 'none') return `${signed}.`
    const { privateKey } = provider.isForger ? forged : keys
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
  }
  const give = (asked: URLSearchParams) => {
    const now = Math.floor(Date.now() / 1000)
    const base = { iss: provider.issuer, sub: 'person-1', aud: client.id, iat: now, exp: now + 300 }
    const person = provider.saysByUserInfo ? {} : provider.claims
    return {
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: sign({ ...base, nonce: asked.get('nonce'), ...person }),
    }
  }
  const exchange = (form: URLSearchParams, authorization: string) => {
    const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString()
    const [id, secret] =
      authorization === ''
        ? [form.get('client_id'), form.get('client_secret')]
        : basic.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    if (id !== client.id || secret !== client.secret)
      return { status: 401, body: { error: 'invalid_client' } }
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight =
      asked?.get('code_challenge') === challenge && asked.get('redirect_uri') === form.get('redirect_uri')
    return isRight ? { status: 200, body: give(asked) } : { status: 400, body: { error: 'invalid_grant' } }
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const answer = (body: unknown, status = 200) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const path = new URL(request.url ?? '/', provider.issuer).pathname
      if (path === '/.well-known/openid-configuration') {
        return answer({
          issuer: provider.issuer,
          authorization_endpoint: `${provider.issuer}/authorize`,
          token_endpoint: `${provider.issuer}/token`,
          userinfo_endpoint: `${provider.issuer}/userinfo`,
          jwks_uri: `${provider.issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        })
      }
      if (path === '/jwks') {
        return answer({
          keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
        })
      }
      if (path === '/userinfo' && request.headers.authorization === 'Bearer access') {
        return answer({ sub: 'person-1', ...provider.claims })
      }
      if (path === '/token' && request.method === 'POST') {
        const form = new URLSearchParams(Buffer.concat(chunks).toString())
        const { body, status } = exchange(form, request.headers.authorization ?? '')
        return answer(body, status)
      }
      return answer({ error: 'not_found' }, 404)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(provider, {
    visit: async (url: string) => {
      const asked = new URL(url).searchParams
      const isKnown = asked.get('client_id') === client.id && asked.get('redirect_uri') === redirectUri
      const isWhole = asked.get('response_type') === 'code' && asked.get('code_challenge_method') === 'S256'
      if (!isKnown || !isWhole) throw new Error(`the provider refuses ${url}`)
      const code = randomBytes(16).toString('base64url')
      codes.set(code, asked)
      const back = new URL(redirectUri)
      back.searchParams.set('code', code)
      back.searchParams.set('state', provider.isStateChanged ? 'another' : (asked.get('state') ?? ''))
      provider.redirects.push(back.href)
      return back
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  })
}
