import type { Answered } from './graph.ts'
import { failure } from './graph-failure.ts'

/** A file that was added to a draft. */
export interface GraphFile {
  name: string
  contentType: string
  contentId: string | null
  isInline: boolean
  content: Buffer
}

interface Session {
  messageId: string
  file: Omit<GraphFile, 'content'>
  size: number
  taken: Buffer[]
  isOver: boolean
}

const smallest = 3 * 2 ** 20
const largest = 150 * 2 ** 20
/** "4 MB" of Graph, for one request. */
export const mostPerRequest = 4 * 2 ** 20

/**
 * Files of drafts as Graph v1.0 takes them: up to 3 MB in one request ("Add attachment"), 3 to 150 MB by an upload
 * session ("attachment: createUploadSession"): ranges in their order, at most 4 MB each, multiples of 320 KiB but for
 * the last, to an address that knows by itself who asks, so that a token sent there is an error. A session ends with
 * the file, or when it is forgotten.
 */
export function graphDrafts(origin: () => string) {
  const files = new Map<string, GraphFile[]>()
  const sessions = new Map<string, Session>()
  let serial = 0
  const add = (messageId: string, file: GraphFile) =>
    void files.set(messageId, [...(files.get(messageId) ?? []), file])

  const attach = (messageId: string, asked: Record<string, unknown>): Answered => {
    const content = Buffer.from(textOf(asked['contentBytes']), 'base64')
    if (asked['@odata.type'] !== '#microsoft.graph.fileAttachment')
      return [400, failure('BadRequest', 'no type')]
    if (content.length > smallest) return [413, failure('RequestEntityTooLarge', 'use an upload session')]
    add(messageId, { ...described(asked), content })
    return [201, { id: `file-${++serial}` }]
  }
  const begin = (messageId: string, asked: Record<string, unknown>): Answered => {
    const item = (asked['AttachmentItem'] ?? {}) as Record<string, unknown>
    const size = Number(item['size'])
    if (item['attachmentType'] !== 'file' || !Number.isInteger(size)) return [400, failure('BadRequest', '')]
    if (size < smallest)
      return [400, failure('ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', 'below the minimum size')]
    if (size > largest) return [400, failure('ErrorMessageSizeExceeded', 'above the maximum size')]
    const id = `session-${++serial}`
    sessions.set(id, { messageId, file: described(item), size, taken: [], isOver: false })
    const uploadUrl = `${origin()}/upload/${id}?authtoken=secret`
    const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString()
    return [201, { uploadUrl, expirationDateTime, nextExpectedRanges: ['0-'] }]
  }
  const upload = (method: string, url: URL, body: Buffer, headers: Record<string, unknown>): Answered => {
    const session = sessions.get(url.pathname.split('/')[2] ?? '')
    if (headers['authorization'] !== undefined)
      return [401, failure('InvalidAuthenticationToken', 'not needed')]
    if (!session || session.isOver) return [404, failure('ErrorItemNotFound', 'The upload session is over.')]
    const has = session.taken.reduce((sum, chunk) => sum + chunk.length, 0)
    const status = { nextExpectedRanges: [`${has}-`] }
    if (method === 'GET') return [200, status]
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(headers['content-range']))
    const [first = -1, last = -1, total = -1] = (range ?? []).slice(1).map(Number)
    if (last - first + 1 !== body.length || total !== session.size)
      return [400, failure('BadRequest', 'range')]
    if (body.length > mostPerRequest) return [413, failure('RequestEntityTooLarge', 'more than 4 MB')]
    if (first !== has) return [416, failure('InvalidRange', 'not the range that is expected')]
    if (last + 1 < total && body.length % (320 * 1024) !== 0) return [400, failure('BadRequest', 'uneven')]
    session.taken.push(body)
    if (last + 1 < total) return [200, { nextExpectedRanges: [`${last + 1}-`] }]
    session.isOver = true
    add(session.messageId, { ...session.file, content: Buffer.concat(session.taken) })
    return [201, null]
  }
  return {
    attach,
    begin,
    upload,
    filesOf: (messageId: string): GraphFile[] => files.get(messageId) ?? [],
    /** Every session that was begun has run out. */
    forgetSessions: () => sessions.clear(),
  }
}

function described(asked: Record<string, unknown>): Omit<GraphFile, 'content'> {
  return {
    name: textOf(asked['name']),
    contentType: textOf(asked['contentType']),
    contentId: typeof asked['contentId'] === 'string' ? asked['contentId'] : null,
    isInline: asked['isInline'] === true,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
