import { expect, test } from 'vitest'
import { errorStatuses } from '#contract/errors.ts'
import { contractRoutes } from '#server/api-document.ts'
import { createDeskApp } from '#server/app.ts'
import { testPlatform } from '#test/platform.ts'

const app = await createDeskApp(await testPlatform())
await app.ready()

test('the API is what the golden copy says; after a deliberate change: npx vitest run test/openapi.test.ts -u', async () => {
  const answer = await app.inject({ method: 'GET', url: '/api/v1/openapi.json' })
  expect(answer.statusCode).toBe(200)
  await expect(`${JSON.stringify(answer.json(), null, 2)}\n`).toMatchFileSnapshot('./openapi.json')
})

test('every route of the contract is served and documented, and nothing else is', () => {
  const { paths } = app.swagger() as { paths: Record<string, Record<string, unknown>> }
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  const stated = contractRoutes().map(({ method, path }) => `${method} ${path}`)
  expect(documented.toSorted()).toEqual(stated.toSorted())
})

test('the page for people names every operation', async () => {
  const page = await app.inject({ method: 'GET', url: '/api' })
  expect(page.headers['content-type']).toContain('text/html')
  const { paths } = app.swagger() as { paths: Record<string, object> }
  for (const path of Object.keys(paths)) expect(page.body).toContain(`<code>${path}</code>`)
})

test('every failure has a status of the 4xx or 5xx kind', () => {
  for (const status of Object.values(errorStatuses)) expect(String(status)).toMatch(/^[45]\d\d$/)
})
