import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type GraphFile, graphDrafts, mostPerRequest } from './graph-drafts.ts'
import { failure } from './graph-failure.ts'

interface GraphMessage {
  id: string
  folder: string
  mime: Buffer
  internetMessageId: string
  receivedAt: Date
  isRead: boolean
  /** Grows with every change a delta would tell of. */
  change: number
  isRemoved: boolean
}

interface Trouble {
  /** Which requests: `GET /…/delta`, by what their method and path contain. */
  on: string
  status: number
  code?: string
  retryAfter?: number
  /** How many requests; one unless told. */
  times?: number
  /** The request is carried out all the same. */
  isCarriedOut?: boolean
  /** No answer at all: the line goes dead. */
  isCut?: boolean
}

export interface Graph {
  origin: string
  messages: GraphMessage[]
  /** What was sent, in order: the MIME of `sendMail`, or of a draft. */
  sent: Buffer[]
  /** The files a draft was given beside its MIME, for each letter of `sent`. */
  sentFiles: GraphFile[][]
  /** Method and path of every request. */
  requests: string[]
  /** Tokens it lets in; all when empty. */
  tokens: Set<string>
  /** Puts a letter into a folder as Exchange does. */
  deliver(mime: string | Buffer, folder?: string): GraphMessage
  /** The next requests that match are troubled so. */
  trouble(trouble: Trouble): void
  /** Every link given so far is worth nothing: 410, `syncStateNotFound`. */
  forgetLinks(): void
  /** Every upload that was begun and has not ended is worth nothing: 404. */
  forgetUploads(): void
  stop(): Promise<void>
}

/**
 * Stands in for the mail side of Microsoft Graph v1.0, written from its published reference: "message: delta" (paging,
 * delta links, `Prefer: odata.maxpagesize`), `/$value`, "user: sendMail" with base64 MIME as text/plain, "message:
 * move", "List mailFolders", drafts ("Create message" from MIME, its files, "message: send", "Delete message"),
 * "Immutable identifiers", the shape of errors and of throttling. As Exchange does, it
 * writes a message's MIME anew at each request, and it repeats a message in a delta now and then.
 */
export async function startGraph(mailbox = 'support@desk.example'): Promise<Graph> {
  const troubles: (Trouble & { times: number })[] = []
  let epoch = 1
  let change = 0
  let serial = 0
  let reads = 0
  const graph = {
    origin: '',
    messages: [] as GraphMessage[],
    sent: [] as Buffer[],
    sentFiles: [] as GraphFile[][],
    requests: [] as string[],
    tokens: new Set<string>(),
  }
  const folders = new Map([
    ['inbox', 'inbox'],
    ['archive', 'archive'],
    ['sentitems', 'sentitems'],
    ['drafts', 'drafts'],
    ['folder-done', 'Done'],
  ])

  const add = (mime: Buffer, folder: string): GraphMessage => {
    const internetMessageId =
      /^message-id:\s*(\S+)/im.exec(mime.toString('latin1'))?.[1] ?? `<none${serial}@x>`
    const message = {
      id: `AAMk/${++serial}+=`,
      folder,
      mime,
      internetMessageId,
      receivedAt: new Date(),
      isRead: false,
      change: ++change,
      isRemoved: false,
    }
    graph.messages.push(message)
    return message
  }
  const delta = (url: URL, folder: string, pageSize: number): [number, object] => {
    const token = url.searchParams.get('$deltatoken') ?? url.searchParams.get('$skiptoken')
    const [ofEpoch, after, upTo] = (token ?? `${epoch}.0.${change}`).split('.').map(Number)
    if (ofEpoch !== epoch)
      return [410, failure('syncStateNotFound', 'The sync state generation is not found')]
    const since = /receivedDateTime ge (\S+)/.exec(url.searchParams.get('$filter') ?? '')?.[1]
    const isFirst = token === null || url.searchParams.has('$skiptoken')
    const last = isFirst ? (upTo ?? change) : change
    const found = graph.messages
      .filter((one) => one.change > (after ?? 0) && one.change <= last)
      .filter((one) => one.folder === folder || one.isRemoved)
      .filter((one) => since === undefined || one.receivedAt >= new Date(since))
    const page = found.slice(0, pageSize)
    const link = (name: string, value: string) =>
      `${graph.origin}${url.pathname}?${new URLSearchParams({ [name]: value }).toString()}`
    const reached = page.at(-1)?.change ?? last
    const items = page.map((one) =>
      one.isRemoved
        ? { id: one.id, '@removed': { reason: 'deleted' } }
        : {
            id: one.id,
            internetMessageId: one.internetMessageId,
            receivedDateTime: one.receivedAt.toISOString(),
          },
    )
    // A delta may tell of the same message twice.
    const value = items.length > 1 ? [...items, items[0]] : items
    return page.length < found.length
      ? [200, { value, '@odata.nextLink': link('$skiptoken', `${epoch}.${reached}.${last}`) }]
      : [200, { value, '@odata.deltaLink': link('$deltatoken', `${epoch}.${last}.${last}`) }]
  }
  const listFolders = (url: URL, parent: string): [number, object] => {
    const name = /displayName eq '(.*)'/.exec(url.searchParams.get('$filter') ?? '')?.[1]
    const found = [...folders].filter(([, shown]) => name === undefined || shown === `${parent}${name}`)
    return [200, { value: found.map(([id]) => ({ id })) }]
  }
  const drafts = graphDrafts(() => graph.origin)
  const listByMessageId = (url: URL, folder: string): [number, object] => {
    const wanted = /internetMessageId eq '(.*)'/.exec(url.searchParams.get('$filter') ?? '')?.[1]
    const found = graph.messages.filter(
      (one) => one.folder === folder && !one.isRemoved && one.internetMessageId === wanted,
    )
    return [200, { value: found.map(({ id }) => ({ id })) }]
  }
  const readMime = (body: Buffer): Buffer | Answered => {
    if (body.length > mostPerRequest) return [413, failure('RequestEntityTooLarge', 'more than 4 MB')]
    const text = body.toString('latin1')
    if (/^[A-Za-z\d+/=\s]+$/.test(text)) return Buffer.from(text, 'base64')
    return [400, failure('ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.')]
  }
  const send = (body: Buffer): Answered => {
    const mime = readMime(body)
    if (!Buffer.isBuffer(mime)) return mime
    graph.sent.push(mime)
    graph.sentFiles.push([])
    add(mime, 'sentitems')
    return [202, null]
  }
  const draft = (body: Buffer): Answered => {
    const mime = readMime(body)
    if (!Buffer.isBuffer(mime)) return mime
    const { id, internetMessageId } = add(mime, 'drafts')
    return [201, { id, internetMessageId, isDraft: true }]
  }
  const handleDraft = (message: GraphMessage, path: string[], asked: Record<string, unknown>): Answered => {
    if (message.folder !== 'drafts') return [400, failure('ErrorInvalidRequest', 'not a draft')]
    if (path[2] === 'send') {
      message.folder = 'sentitems'
      graph.sent.push(message.mime)
      graph.sentFiles.push(drafts.filesOf(message.id))
      return [202, null]
    }
    return path[3] === 'createUploadSession'
      ? drafts.begin(message.id, asked)
      : drafts.attach(message.id, asked)
  }
  const raw = (message: GraphMessage): Buffer => {
    const mime = message.mime.toString('latin1')
    return Buffer.from(`X-MS-Exchange-Read: ${++reads}\r\n${mime}`, 'latin1')
  }
  const handle = (method: string, url: URL, body: Buffer, headers: IncomingMessage['headers']): Answered => {
    if (url.pathname.startsWith('/upload/')) return drafts.upload(method, url, body, headers)
    const [, version, ...rest] = url.pathname.split('/').map(decodeURIComponent)
    const isUsers = rest[0] === 'users'
    if (version !== 'v1.0' || (isUsers && rest[1] !== mailbox) || (!isUsers && rest[0] !== 'me')) {
      return [404, failure('ErrorInvalidUser', 'The requested user is invalid.')]
    }
    const path = rest.slice(isUsers ? 2 : 1)
    const prefer = String(headers['prefer'] ?? '')
    if (!prefer.includes('IdType="ImmutableId"')) return [400, failure('BadRequest', 'mutable ids')]
    if (path[0] === 'sendMail' && method === 'POST') {
      if (headers['content-type'] !== 'text/plain') return [415, failure('UnsupportedMediaType', 'no')]
      return send(body)
    }
    if (path[0] === 'messages' && path.length === 1 && method === 'POST') {
      return headers['content-type'] === 'text/plain' ? draft(body) : [415, failure('NotInTheStandIn', 'no')]
    }
    if (path[0] === 'mailFolders' && (path.length === 1 || path[2] === 'childFolders')) {
      const parent = path.length === 1 ? '' : `${path[1]}/`
      if (method === 'GET') return listFolders(url, parent)
      const { displayName } = JSON.parse(body.toString()) as { displayName: string }
      const id = `folder-${folders.size}`
      folders.set(id, `${parent}${displayName}`)
      return [201, { id }]
    }
    if (path[0] === 'mailFolders' && path.length === 2) {
      const id = path[1] ?? ''
      return folders.has(id) ? [200, { id }] : [404, failure('ErrorItemNotFound', 'no such folder')]
    }
    if (path[0] === 'mailFolders' && path[2] === 'messages') {
      const folder = path[1] ?? ''
      if (!folders.has(folder)) return [404, failure('ErrorItemNotFound', 'no such folder')]
      if (path[3] !== 'delta') return listByMessageId(url, folder)
      return delta(url, folder, Number(/odata\.maxpagesize=(\d+)/.exec(prefer)?.[1] ?? 10))
    }
    const message = graph.messages.find((one) => one.id === path[1] && !one.isRemoved)
    if (path[0] !== 'messages' || !message) return [404, failure('ErrorItemNotFound', 'not in the store')]
    if (path[2] === '$value') return [200, raw(message)]
    const asked = body.length > 0 ? (JSON.parse(body.toString()) as Record<string, unknown>) : {}
    if (path[2] === 'send' || path[2] === 'attachments') return handleDraft(message, path, asked)
    if (method === 'DELETE') {
      message.isRemoved = true
      return [204, null]
    }
    if (path[2] === 'move') message.folder = String(asked['destinationId'])
    if (method === 'PATCH') message.isRead = asked['isRead'] === true
    return [200, { id: message.id }]
  }

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', graph.origin)
      const asked = `${request.method} ${decodeURIComponent(url.pathname)}`
      graph.requests.push(asked)
      const answer = ([status, content]: Answered, retryAfter?: number) => {
        const isJson = content !== null && !Buffer.isBuffer(content)
        response.writeHead(status, {
          ...(isJson && { 'content-type': 'application/json' }),
          ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
        })
        response.end(isJson ? JSON.stringify(content) : (content ?? undefined))
      }
      const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
      const isUpload = url.pathname.startsWith('/upload/')
      if (!isUpload && graph.tokens.size > 0 && !graph.tokens.has(token)) {
        return answer([401, failure('InvalidAuthenticationToken', 'Access token has expired.')])
      }
      const at = troubles.findIndex((one) => asked.includes(one.on))
      const trouble = troubles[at]
      if (!trouble) return answer(handle(request.method ?? '', url, body, request.headers))
      trouble.times -= 1
      if (trouble.times === 0) troubles.splice(at, 1)
      if (trouble.isCarriedOut) handle(request.method ?? '', url, body, request.headers)
      if (trouble.isCut) return void request.socket.destroy()
      return answer([trouble.status, failure(trouble.code ?? 'Trouble', 'in a test')], trouble.retryAfter)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  graph.origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  return Object.assign(graph, {
    deliver: (mime: string | Buffer, folder = 'inbox') => add(Buffer.from(mime), folder),
    trouble: (trouble: Trouble) => void troubles.push({ times: 1, ...trouble }),
    forgetLinks: () => {
      epoch += 1
    },
    forgetUploads: drafts.forgetSessions,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

export type Answered = [number, object | Buffer | null]

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}
