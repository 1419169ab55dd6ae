import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { createAuthenticate } from '#server/identity/index.ts'
import { createApp } from '#server/platform/http/create-app.ts'
import { testPlatform, type TestPlatform } from '#test/platform.ts'

export interface TestApp {
  app: FastifyInstance
  platform: TestPlatform
  db: TestPlatform['database']['db']
  clock: TestPlatform['clock']
  /** A request as a browser or a program would send it, without a network. */
  ask: (request: Question) => Promise<Answer>
}

interface Question {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1. */
  path: string
  body?: unknown
  /** From `signedIn`, `signIn` or `withApiKey`. */
  as?: Record<string, string>
  headers?: Record<string, string>
  /** The address it seems to come from. */
  from?: string
}

interface Answer {
  status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a test says what it expects of the body
  body: any
  headers: Record<string, unknown>
  cookies: { name: string; value: string; [attribute: string]: unknown }[]
}

/** An app with the routes under test over a platform of its own. Call it at the top level of a test file. */
export async function testApp(
  register: (api: FastifyInstance, platform: TestPlatform) => void,
  environment?: Record<string, string>,
): Promise<TestApp> {
  const platform = await testPlatform(environment)
  const { config, log, database, clock } = platform
  const app = await createApp({ config, log, authenticate: createAuthenticate(platform) })
  await app.register(async (api) => register(api, platform), { prefix: '/api/v1' })
  await app.ready()
  afterAll(() => app.close())
  const ask = async ({ method, path, body, as, headers, from }: Question): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...as, ...headers },
      ...(body !== undefined && { payload: body as object }),
      ...(from !== undefined && { remoteAddress: from }),
    })
    const isJson = String(answer.headers['content-type']).startsWith('application/json')
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : answer.body,
      headers: answer.headers,
      cookies: answer.cookies,
    }
  }
  return { app, platform, db: database.db, clock, ask }
}
