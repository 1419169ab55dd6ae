import { expect, test } from 'vitest'
import * as audit from '#contract/audit.ts'
import * as contract from '#contract/identity.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { describeRefusals } from '#test/refusals.ts'
import { identityRoutes } from './index.ts'

const desk = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const { ask, db } = desk
const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))

describeRefusals({ ...contract, ...audit }, desk)

const setup = { language: 'ru', deskName: 'Desk', ticketPrefix: 'HD' }
const person = { name: 'A', email: 'a@desk.example', password: 'long enough' }

test.each([
  [
    'POST',
    '/setup',
    { ...setup, administrator: { ...person, password: 'short' } },
    'body.administrator.password',
  ],
  ['POST', '/setup', { ...setup, ticketPrefix: '1-2', administrator: person }, 'body.ticketPrefix'],
  ['POST', '/sessions', { email: '', password: 'x' }, 'body.email'],
  ['PATCH', '/session', { theme: 'pink' }, 'body.theme'],
  ['PATCH', '/session', { timeZone: 'Mars/Olympus' }, 'body.timeZone'],
  ['PATCH', '/session', { password: { current: 'x', next: 'short' } }, 'body.password.next'],
  ['DELETE', '/sessions/zero', undefined, 'params.id'],
  ['GET', '/invitations/short', undefined, 'params.token'],
  ['POST', '/invitations/a-token-that-is-long-enough', { password: 'short' }, 'body.password'],
  ['POST', '/password-resets', {}, 'body.email'],
  ['POST', '/agents', { ...person, email: 'nonsense', roleId: 1, language: 'ru' }, 'body.email'],
  ['POST', '/agents/-1/invitation', undefined, 'params.id'],
  ['PATCH', '/agents/1', { isActive: 'yes' }, 'body.isActive'],
  ['POST', '/roles', { names: { ru: 'Роль' }, permissions: [] }, 'body.names.en'],
  ['PATCH', '/roles/1', { permissions: ['ticket.destroy'] }, 'body.permissions.0'],
  ['DELETE', '/roles/1.5', undefined, 'params.id'],
  ['POST', '/teams', { name: '   ' }, 'body.name'],
  ['PATCH', '/teams/1', { memberIds: ['me'] }, 'body.memberIds.0'],
  ['DELETE', '/teams/99999999999999999999', undefined, 'params.id'],
  ['POST', '/api-keys', { name: 'k', scopes: [] }, 'body.scopes'],
  [
    'POST',
    '/api-keys',
    { name: 'k', scopes: ['ticket.read'], expiresAt: '2020-01-01T00:00:00Z' },
    'body.expiresAt',
  ],
  ['DELETE', '/api-keys/x', undefined, 'params.id'],
  ['GET', '/audit?limit=1000', undefined, 'query.limit'],
] as const)('%s %s with bad input: 400', async (method, path, body, field) => {
  const answer = await ask({ method, path, body, as })
  expect(answer.status).toBe(400)
  expect(answer.body.error.name).toBe('invalid_input')
  expect(answer.body.error.fields.map((fault: { path: string }) => fault.path)).toContain(field)
})

test('bad input has stored nothing', async () => {
  const tables = ['team', 'api_key', 'agent_token', 'system_letter', 'event', 'sign_in_failure'] as const
  for (const table of tables) {
    expect([table, await db.selectFrom(table).selectAll().execute()]).toEqual([table, []])
  }
})

test('a cursor we did not write is refused by name', async () => {
  const answer = await ask({ method: 'GET', path: '/audit?cursor=nonsense', as })
  expect(answer.body.error.name).toBe('invalid_cursor')
})

test('what does not exist is not found', async () => {
  for (const [method, path, body] of [
    ['DELETE', '/sessions/999', undefined],
    ['POST', '/agents/999/invitation', undefined],
    ['PATCH', '/agents/999', {}],
    ['PATCH', '/roles/999', {}],
    ['DELETE', '/roles/999', undefined],
    ['PATCH', '/teams/999', {}],
    ['DELETE', '/teams/999', undefined],
    ['DELETE', '/api-keys/999', undefined],
  ] as const) {
    const answer = await ask({ method, path, body, as })
    expect([path, answer.status, answer.body.error.name]).toEqual([path, 404, 'not_found'])
  }
})
