import * as z from 'zod'
import { expect, test } from 'vitest'
import { route } from '#contract/route.ts'
import { createLog } from '#server/platform/log.ts'
import { createApp } from './create-app.ts'
import { fail } from './failure.ts'
import { serve } from './serve.ts'

const Echo = z.object({ word: z.string().min(3) })
const base = { tag: 'test', access: 'public', summary: 'test' } as const
const config = { publicUrl: 'https://desk.example', trustProxy: false }
const app = await createApp({ config, log: createLog('silent'), authenticate: async () => null })
serve(
  app,
  route({ ...base, method: 'POST', path: '/echo', body: Echo, response: Echo }),
  async ({ body }) => body,
)
serve(app, route({ ...base, method: 'GET', path: '/broken', response: Echo }), async () => {
  throw new Error('secret detail of the database')
})
serve(app, route({ ...base, method: 'GET', path: '/gone', response: Echo }), async () => fail('link_expired'))
serve(
  app,
  route({ ...base, method: 'GET', path: '/members', access: 'signed-in', response: Echo }),
  async () => ({ word: 'never' }),
)
serve(
  app,
  route({ ...base, method: 'POST', path: '/open', body: Echo, response: Echo }),
  async ({ body }) => body,
  { config: { isOpenToSites: true } },
)
await app.ready()

test('bad input is named, field by field', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/echo',
    payload: { word: 'no' },
    headers: { 'accept-language': 'ru' },
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    error: {
      name: 'invalid_input',
      fields: [{ path: 'body.word' }],
      requestId: answer.headers['x-request-id'],
    },
  })
  expect(answer.json().error.message).toMatch(/[а-я]/)
})

test.each([
  ['{', 'application/json', 400, 'invalid_input'],
  ['word=long', 'application/x-www-form-urlencoded', 415, 'unsupported_media'],
  [JSON.stringify({ word: 'x'.repeat(3_000_000) }), 'application/json', 413, 'too_large'],
] as const)('a body that is no good input is refused by name (%#)', async (payload, type, status, name) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/echo',
    payload,
    headers: { 'content-type': type },
  })
  expect(answer.statusCode).toBe(status)
  expect(answer.json().error.name).toBe(name)
})

test('an unexpected failure tells nothing of the inside', async () => {
  const answer = await app.inject({ method: 'GET', url: '/broken' })
  expect(answer.statusCode).toBe(500)
  expect(answer.body).not.toContain('secret')
  expect(answer.json().error.name).toBe('internal')
})

test('a named failure has its status', async () => {
  expect((await app.inject({ method: 'GET', url: '/gone' })).statusCode).toBe(410)
  expect((await app.inject({ method: 'GET', url: '/nowhere' })).json().error.name).toBe('not_found')
  expect((await app.inject({ method: 'GET', url: '/members' })).json().error.name).toBe('not_signed_in')
})

test.each([
  ['https://evil.example', 403],
  ['null', 403],
  ['https://desk.example', 200],
] as const)('a write from a page of %s gets %i', async (origin, status) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/echo',
    payload: { word: 'long' },
    headers: { origin },
  })
  expect(answer.statusCode).toBe(status)
})

test('an open route answers pages of other sites, and lets them read without credentials', async () => {
  const origin = 'https://shop.example'
  const write = { method: 'POST', url: '/open', payload: { word: 'long' }, headers: { origin } } as const
  const { statusCode, headers } = await app.inject(write)
  expect(statusCode).toBe(200)
  expect(headers['access-control-allow-origin']).toBe('*')
  expect(headers['access-control-allow-credentials']).toBeUndefined()
  expect(headers['cross-origin-resource-policy']).toBe('cross-origin')
  const asked = await app.inject({
    method: 'OPTIONS',
    url: '/open',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
  expect([asked.statusCode, asked.headers['access-control-allow-origin']]).toEqual([204, '*'])
  const closed = await app.inject({ method: 'GET', url: '/gone', headers: { origin } })
  expect(closed.headers['access-control-allow-origin']).toBeUndefined()
})

test('every answer forbids scripts of others, framing and guessing of types', async () => {
  const { headers } = await app.inject({ method: 'GET', url: '/gone' })
  expect(headers['content-security-policy']).toContain("script-src 'self'")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('a request that is under way when the desk is stopped is answered; nobody else is let in', async () => {
  const stopping = await createApp({ config, log: createLog('silent'), authenticate: async () => null })
  const begun = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const slow = route({ ...base, method: 'POST', path: '/slow', body: Echo, response: Echo })
  serve(stopping, slow, async ({ body }) => {
    begun.resolve()
    await mayEnd.promise
    return body
  })
  const address = await stopping.listen({ port: 0, host: '127.0.0.1' })
  const payload = { method: 'POST', body: '{"word":"kept"}', headers: { 'content-type': 'application/json' } }
  const asked = fetch(`${address}/slow`, payload)
  await begun.promise
  const closed = stopping.close()
  await expect.poll(() => fetch(`${address}/slow`, payload).then(String, () => 'refused')).toBe('refused')
  mayEnd.resolve()
  expect(await (await asked).json()).toEqual({ word: 'kept' })
  await closed
})
