import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))

test.each([
  ['POST', '/sessions', { email: 'a\u0000@desk.example', password: 'x\u0000' }],
  ['POST', '/password-resets', { email: 'a\u0000b' }],
  ['POST', '/teams', { name: 'a\u0000b' }],
  ['POST', '/teams', { name: 'a\ud800b' }],
  ['POST', '/roles', { names: { ru: 'a\u0000', en: 'b' }, permissions: [] }],
  ['POST', '/roles', { names: { ru: 'a\ud800', en: 'b' }, permissions: [] }],
  ['PATCH', '/session', { name: 'a\u0000b' }],
  ['PATCH', '/session', { timeZone: 'a\u0000b' }],
] as const)('%s %s %j is refused by name', async (method, path, body) => {
  const answer = await ask({ method, path, body, as })
  expect([answer.status, answer.body.error?.name]).toEqual([400, 'invalid_input'])
})
