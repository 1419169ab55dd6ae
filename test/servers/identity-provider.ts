import { once } from 'node:events'
import { createServer } from 'node:http'

export interface IdentityProvider {
  tokenUrl: string
  /** The refresh token that works now; every use replaces it, as Microsoft does. */
  refreshToken: string
  /** How often it was asked for a token. */
  asked: number
  /** Answers this once, whatever is asked: a server error, say. */
  failNext(status: number): void
  /** From now on the grant is void. */
  revoke(): void
  stop(): Promise<void>
}

/**
 * Stands in for the token endpoint of a mailbox provider (RFC 6749, section 6): rotates the refresh token, refuses
 * one that was used, and knows its client.
 */
export async function startIdentityProvider(
  client = { id: 'desk', secret: 'desk secret' },
): Promise<IdentityProvider> {
  let isRevoked = false
  let failure: number | null = null
  const provider = { tokenUrl: '', refreshToken: 'refresh-0', asked: 0 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      provider.asked += 1
      const form = new URLSearchParams(Buffer.concat(chunks).toString())
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      if (failure !== null) {
        const status = failure
        failure = null
        return answer(status, {})
      }
      if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) {
        return answer(401, { error: 'invalid_client' })
      }
      if (isRevoked || form.get('refresh_token') !== provider.refreshToken) {
        return answer(400, { error: 'invalid_grant' })
      }
      provider.refreshToken = `refresh-${provider.asked}`
      return answer(200, {
        access_token: `access-${provider.asked}`,
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: provider.refreshToken,
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  provider.tokenUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/token`
  return Object.assign(provider, {
    failNext: (status: number) => {
      failure = status
    },
    revoke: () => {
      isRevoked = true
    },
    stop: async () => {
      server.close()
      await once(server, 'close')
    },
  })
}
