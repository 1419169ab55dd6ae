import type { FastifyInstance } from 'fastify'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import type { TestPlatform } from '#test/platform.ts'

export interface Page {
  status: number
  location: string
  html: string
  headers: Record<string, unknown>
}

/** A browser without a script: it keeps cookies and sends forms. */
export interface PortalBrowser {
  cookies: Map<string, string>
  get(path: string): Promise<Page>
  post(path: string, fields: Record<string, string>): Promise<Page>
  /** A form with files, as `multipart/form-data`. */
  send(path: string, form: FormData): Promise<Page>
}

export function portalBrowser(
  app: FastifyInstance,
  { from = '203.0.113.7', language = 'ru', host = 'desk.example' } = {},
): PortalBrowser {
  const cookies = new Map<string, string>()
  const ask = async (method: 'GET' | 'POST', path: string, payload?: string | Buffer, type?: string) => {
    const answer = await app.inject({
      method,
      url: path.startsWith('/help') ? path : `/help/${language}${path}`,
      remoteAddress: from,
      headers: {
        host,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(method === 'POST' && { origin: `https://${host}`, 'content-type': type }),
      },
      ...(payload !== undefined && { payload }),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return {
      status: answer.statusCode,
      location: answer.headers['location'] ?? '',
      html: answer.body,
      headers: answer.headers,
    }
  }
  return {
    cookies,
    get: (path) => ask('GET', path),
    post: (path, fields) =>
      ask('POST', path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'),
    send: async (path, form) => {
      const body = new Response(form)
      return ask(
        'POST',
        path,
        Buffer.from(await body.arrayBuffer()),
        body.headers.get('content-type') ?? undefined,
      )
    },
  }
}

/** The newest letter of the desk to an address, with the code and the link in it. */
export async function readSignInLetter({ database: { db }, secrets }: TestPlatform, to: string) {
  const row = await db
    .selectFrom('system_letter')
    .selectAll()
    .where('to_address', '=', to)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const letter = writeSystemLetter(secrets, row)
  return {
    ...letter,
    code: /\b\d{6}\b/.exec(letter.text)?.[0] ?? '',
    link: /https?:\/\/\S+token=\S+/.exec(letter.text)?.[0] ?? '',
  }
}

/** Signs a browser in as whoever reads this address's letters. */
export async function signInByLetter(
  browser: PortalBrowser,
  platform: TestPlatform,
  address: string,
): Promise<void> {
  await browser.post('/sign-in', { address, next: '' })
  await browser.post('/sign-in/code', { code: (await readSignInLetter(platform, address)).code })
  if (!browser.cookies.has('otklik_customer')) throw new Error(`${address} could not sign in`)
}
