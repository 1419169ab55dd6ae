import type { IncomingMessage } from 'node:http'
import { freshAccessToken, type TokenParts } from '#server/channels/email/sending/access-token.ts'
import { readJson } from '#server/channels/email/connections/ask-for-token.ts'
import { connectionOf } from '#server/channels/email/connections/connection-of.ts'
import { guardedRequest, readBody } from '#server/channels/email/connections/guarded-request.ts'
import { graphFailure } from './graph-failure.ts'

interface GraphRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Buffer
  signal?: AbortSignal
}

/** One mailbox on Microsoft Graph. Every call rejects with `GraphFailure`, `AccessRefused`, or the network's error. */
export interface GraphMailbox {
  /** The folder to fetch, as the administrator said. */
  folder: string
  json(path: string, request?: GraphRequest): Promise<unknown>
  /** The body as it comes; whoever does not read it to the end destroys it. */
  open(path: string, request?: GraphRequest): Promise<IncomingMessage>
}

/** Ids stay the same wherever a message is moved within its mailbox; every request has to ask for that. */
const immutableIds = 'IdType="ImmutableId"'
const largestPage = 8 * 2 ** 20

/**
 * The mailbox of an inbox. A path begins below the mailbox (`/mailFolders/inbox`), or is a whole link that Graph
 * gave. A token that is refused is replaced once.
 */
export async function openGraphMailbox(platform: TokenParts, inboxId: number): Promise<GraphMailbox> {
  const row = await connectionOf(platform.database.db, inboxId)
  const { microsoftGraphUrl: origin } = platform.config.mailProviders
  const isOwn = row.grant_kind === 'person' && !row.is_shared
  const mailbox = isOwn ? '/v1.0/me' : `/v1.0/users/${encodeURIComponent(row.address)}`

  const open = async (path: string, request: GraphRequest = {}): Promise<IncomingMessage> => {
    const url = path.startsWith('/') ? `${origin}${mailbox}${path}` : linkWithin(origin, path)
    const ask = (token: string) =>
      guardedRequest(url, {
        ...request,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          prefer: [immutableIds, request.headers?.['prefer']].filter(Boolean).join(', '),
          ...(request.headers?.['content-type'] && { 'content-type': request.headers['content-type'] }),
        },
      })
    const token = await freshAccessToken(platform, inboxId)
    let response = await ask(token)
    if (response.statusCode === 401) {
      response.resume()
      response = await ask(await freshAccessToken(platform, inboxId, { rejected: token }))
    }
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return response
    throw graphFailure(status, response.headers, await readBody(response))
  }
  return {
    folder: row.folder,
    open,
    json: async (path, request) => readJson(await readBody(await open(path, request), largestPage)),
  }
}

/** The token goes to Graph and nowhere else, whatever a link says. */
function linkWithin(origin: string, link: string): string {
  if (new URL(link).origin !== new URL(origin).origin)
    throw new Error('a link leads away from Microsoft Graph')
  return link
}
