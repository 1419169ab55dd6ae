import http from 'node:http'
import { once } from 'node:events'
import type net from 'node:net'

export interface S3Server {
  endpoint: string
  objects: Map<string, Buffer>
  /** How often each method was asked. */
  requests: { method: string; key: string }[]
  /** What the next requests meet, one each: a status, a line that goes dead, or an answer that never comes. */
  troubles: (number | 'cut')[]
  stop(): Promise<void>
}

const errorNames: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  500: 'InternalError',
  503: 'SlowDown',
  507: 'XMinioStorageFull',
}

/**
 * An object store on this machine that speaks as much of S3's published REST interface as storage needs: PUT, GET
 * and HEAD of objects by path, and uploads in parts. It checks no signature, only that there is one.
 */
export async function startS3(): Promise<S3Server> {
  const objects = new Map<string, Buffer>()
  const uploads = new Map<string, Buffer[]>()
  const requests: S3Server['requests'] = []
  const troubles: S3Server['troubles'] = []

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const method = request.method ?? ''
    const key = decodeURIComponent(url.pathname.slice(1))
    requests.push({ method, key })
    const trouble = troubles.shift()
    if (trouble === 'cut') return void request.socket.destroy()
    const body = await bodyOf(request)
    if (trouble !== undefined) return refuse(response, trouble, method)
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) return refuse(response, 403, method)
    const uploadId = url.searchParams.get('uploadId')
    if (method === 'POST' && url.searchParams.has('uploads')) {
      uploads.set(key, [])
      return void response.end(
        `<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>`,
      )
    }
    if (method === 'PUT' && uploadId) {
      const parts = uploads.get(key) ?? []
      parts[Number(url.searchParams.get('partNumber')) - 1] = body
      return void response.setHeader('etag', '"part"').end()
    }
    if (method === 'POST' && uploadId) {
      objects.set(key, Buffer.concat(uploads.get(key) ?? []))
      return void response.end(
        '<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>',
      )
    }
    if (method === 'PUT') {
      objects.set(key, body)
      return void response.setHeader('etag', '"whole"').end()
    }
    const object = objects.get(key)
    if (!object) return refuse(response, 404, method)
    response.setHeader('content-length', object.length)
    response.end(method === 'HEAD' ? undefined : object)
  }

  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests,
    troubles,
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function refuse(response: http.ServerResponse, status: number, method: string): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/xml')
  const name = errorNames[status] ?? 'InternalError'
  response.end(
    method === 'HEAD' ? undefined : `<Error><Code>${name}</Code><Message>${name}</Message></Error>`,
  )
}

/** The SDK may send the body in chunks, each with its size and signature in a line before it. */
async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  return request.headers['content-encoding']?.includes('aws-chunked') ? unchunk(raw) : raw
}

function unchunk(raw: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < raw.length;) {
    const lineEnd = raw.indexOf('\r\n', at)
    const size = Number.parseInt(raw.toString('latin1', at, lineEnd), 16)
    if (!(size > 0)) break
    parts.push(raw.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
  return Buffer.concat(parts)
}
