import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'

export interface IdentityProvider {
  origin: string
  authorizeUrl: string
  tokenUrl: string
  userinfoUrl: string
  /** Where a mail server asks whose token it was given (RFC 7662); the token goes at the end. */
  introspectUrl: string
  /** The refresh token that works now; every use replaces it, as Microsoft does. */
  refreshToken: string
  /** How often it was asked for a token. */
  asked: number
  /** The forms it was asked with, oldest first. */
  forms: URLSearchParams[]
  /** Who signs in when a browser comes. */
  account: string
  /** Added to every answer with tokens: a limited refresh token, fewer scopes. */
  additions: Record<string, unknown>
  /** Answers this once, whatever is asked: a server error, say. */
  failNext(status: number, body?: object): void
  /** From now on the grant is void, and so is every access token. */
  revoke(): void
  /** The access token is void, the grant is not. */
  dropAccessTokens(): void
  /** The application's secret has been replaced at the provider. */
  changeSecret(secret: string): void
  /** What a browser does with an authorization address: signs in, agrees, and is sent back to this address. */
  visit(url: string): Promise<URL>
  stop(): Promise<void>
}

interface Granted {
  challenge: string
  redirectUri: string
  account: string
  scope: string
}

/**
 * Stands in for a mailbox's provider: authorization code with PKCE (RFC 6749, 7636), a refresh token that rotates and
 * refuses one that was used, client credentials, whose token it is, and it knows its client. It answers under any
 * path prefix, as Microsoft does under each directory's.
 */
export async function startIdentityProvider(
  known = { id: 'desk', secret: 'desk secret' },
): Promise<IdentityProvider> {
  const client = { ...known }
  let isRevoked = false
  let failure: { status: number; body: object } | null = null
  const codes = new Map<string, Granted>()
  const accounts = new Map<string, string>()
  const provider = {
    origin: '',
    authorizeUrl: '',
    tokenUrl: '',
    userinfoUrl: '',
    introspectUrl: '',
    refreshToken: 'refresh-0',
    asked: 0,
    forms: [] as URLSearchParams[],
    account: 'support@desk.example',
    additions: {} as Record<string, unknown>,
  }

  const give = (scope: string | null, hasRefresh: boolean, account: string) => {
    const accessToken = `access-${provider.asked}`
    accounts.set(accessToken, account)
    if (hasRefresh) provider.refreshToken = `refresh-${provider.asked}`
    const claims = Buffer.from(JSON.stringify({ email: account })).toString('base64url')
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      ...(scope !== null && { scope }),
      ...(hasRefresh && { refresh_token: provider.refreshToken, id_token: `e30.${claims}.c2ln` }),
      ...provider.additions,
    }
  }
  const grant = (form: URLSearchParams): [number, object] => {
    if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) {
      return [401, { error: 'invalid_client', error_description: 'The secret has expired' }]
    }
    const kind = form.get('grant_type')
    if (kind === 'client_credentials') return [200, give(form.get('scope'), false, 'application')]
    if (kind === 'authorization_code') {
      const granted = codes.get(form.get('code') ?? '')
      codes.delete(form.get('code') ?? '')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      const isRight = granted?.challenge === challenge && granted.redirectUri === form.get('redirect_uri')
      if (!granted || !isRight) return [400, { error: 'invalid_grant', error_description: 'Bad code' }]
      isRevoked = false
      return [200, give(granted.scope, true, granted.account)]
    }
    if (isRevoked || form.get('refresh_token') !== provider.refreshToken) {
      return [400, { error: 'invalid_grant', error_description: 'The grant was withdrawn' }]
    }
    return [200, give(form.get('scope'), true, provider.account)]
  }
  const whose = (token: string) => {
    const account = accounts.get(token)
    return account === undefined ? { active: false } : { active: true, username: account, email: account }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.origin)
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname.endsWith('/authorize') || url.pathname.endsWith('/auth')) {
      const code = `code-${codes.size + 1}-${provider.asked}`
      codes.set(code, {
        challenge: url.searchParams.get('code_challenge') ?? '',
        redirectUri: url.searchParams.get('redirect_uri') ?? '',
        account: provider.account,
        scope: url.searchParams.get('scope') ?? '',
      })
      const back = new URL(url.searchParams.get('redirect_uri') ?? provider.origin)
      back.searchParams.set('code', code)
      back.searchParams.set('state', url.searchParams.get('state') ?? '')
      return void response.writeHead(302, { location: back.href }).end()
    }
    if (url.pathname === '/introspect') {
      return void answer(200, whose(url.searchParams.get('token') ?? ''))
    }
    if (url.pathname === '/userinfo') {
      const found = whose((request.headers.authorization ?? '').replace(/^Bearer /, ''))
      return void answer(found.active ? 200 : 401, found)
    }
    void readForm(request).then((form) => {
      provider.asked += 1
      provider.forms.push(form)
      if (failure !== null) {
        const { status, body } = failure
        failure = null
        return answer(status, body)
      }
      return answer(...grant(form))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  provider.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  provider.authorizeUrl = `${provider.origin}/authorize`
  provider.tokenUrl = `${provider.origin}/token`
  provider.userinfoUrl = `${provider.origin}/userinfo`
  provider.introspectUrl = `${provider.origin}/introspect?token=`
  return Object.assign(provider, {
    failNext: (status: number, body: object = {}) => {
      failure = { status, body }
    },
    revoke: () => {
      isRevoked = true
      accounts.clear()
    },
    dropAccessTokens: () => accounts.clear(),
    changeSecret: (secret: string) => {
      client.secret = secret
    },
    visit: async (url: string) => {
      const answer = await fetch(url, { redirect: 'manual' })
      return new URL(answer.headers.get('location') ?? '')
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}
