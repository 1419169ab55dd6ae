import http from 'node:http'

export interface Answer {
  status: number
  body: string
  headers: http.IncomingHttpHeaders
}

/** A light HTTP client: connections are kept, nothing is parsed. */
export interface HttpClient {
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  close(): void
}

export function createClient(base: string, headers: Record<string, string> = {}): HttpClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
  const ask = (method: string, path: string, body?: unknown): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const request = http.request(
      base + path,
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            headers: response.headers,
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(payload)
    return promise
  }
  return { ask, close: () => agent.destroy() }
}

/** Signs in as a browser does; answers a client that carries the session. */
export async function signIn(
  base: string,
  email: string,
  password: string,
): Promise<HttpClient & { cookie: string }> {
  const stranger = createClient(base)
  const answer = await stranger.ask('POST', '/api/v1/sessions', { email, password })
  stranger.close()
  if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${answer.body}`)
  const cookie = (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ')
  return { ...createClient(base, { cookie }), cookie }
}

/** The answer's JSON; an error when the request was not answered well. */
export async function json<T>(answer: Promise<Answer>): Promise<T> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`answered ${status}: ${body.slice(0, 300)}`)
  return JSON.parse(body) as T
}
