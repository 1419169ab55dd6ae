import { describe, expect, test } from 'vitest'
import { Permission } from '#contract/permissions.ts'
import { contractRoutes } from '#server/api-document.ts'
import { accountAttempts } from '#test/access/accounts.ts'
import type { Attempts, Gate } from '#test/access/attempt.ts'
import { automationAttempts, keeper } from '#test/access/automation.ts'
import { customerSideAttempts } from '#test/access/customer-side.ts'
import { knowledgeAttempts } from '#test/access/knowledge.ts'
import { letterAttempts } from '#test/access/letters.ts'
import { asOutsider, desk, everything, ignored, mine, outsider, ticketId, word } from '#test/access/scene.ts'
import { buildAgent, signedIn, withApiKey } from '#test/builders/agent.ts'

/** Every route there is, tried by everybody whom the ticket of another team does not concern. */
const { db, ask } = desk
const attempts: Attempts = {
  ...letterAttempts,
  ...automationAttempts,
  ...accountAttempts,
  ...customerSideAttempts,
  ...knowledgeAttempts,
}
const routes = contractRoutes().map((route) => [route.name, route] as const)
type AnyRoute = (typeof routes)[number][1]

/** A request to a route of the table. */
function attempt(name: string, route: AnyRoute, as?: Record<string, string>) {
  const { path = route.path.replaceAll(/:\w+/g, '1'), body } = attempts[name] ?? {}
  return ask({ method: route.method, path, ...(body !== undefined && { body }), ...(as && { as }) })
}
const gated = (...gates: Gate[]) =>
  routes.filter(([name]) => gates.includes(attempts[name]?.gate ?? 'settings'))

test('the table knows every route, and the letters are there for whom they concern', async () => {
  expect(Object.keys(attempts).toSorted()).toEqual(routes.map(([name]) => name).toSorted())
  const read = [
    'getLetter',
    'getLetterSource',
    'listLetters',
    'getOutboxLetter',
    'getOutboxSource',
    'listRuleRuns',
    'listTicketRuleRuns',
    'getRuleRun',
    'dryRunRule',
    'previewSlaPolicy',
    'previewTemplate',
    'previewMacro',
    'getWebhookDelivery',
  ]
  for (const name of read) {
    const route = routes.find(([own]) => own === name)?.[1]
    if (!route) throw new Error(name)
    const answer = await attempt(name, route, desk.as)
    expect([name, answer.status, JSON.stringify(answer.body).includes(word)]).toEqual([name, 200, true])
  }
  expect(ignored.state).toBe('ignored')
})

describe('a stranger', () => {
  test.each(routes.filter(([, { access }]) => access !== 'public'))('%s: 401', async (name, route) => {
    const answer = await attempt(name, route)
    expect([answer.status, answer.body.error.name]).toEqual([401, 'not_signed_in'])
  })
})

describe('an agent without the permission', () => {
  test.each(routes.filter(([, { access }]) => access !== 'signed-in' && access !== 'public'))(
    '%s: 403',
    async (name, route) => {
      const role = everything.filter((permission) => permission !== route.access)
      const answer = await attempt(name, route, await signedIn(db, await buildAgent(db, { role })))
      expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
    },
  )
})

describe('an agent of another team who may do everything', () => {
  test.each(gated('hidden'))('%s: as if it were not there', async (name, route) => {
    const answer = await attempt(name, route, asOutsider)
    expect([answer.status, answer.body.error?.name]).toEqual([404, 'not_found'])
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test.each(gated('silent'))('%s: not a word', async (name, route) => {
    const answer = await attempt(name, route, asOutsider)
    expect(answer.status).toBe(200)
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test.each(gated('refused'))('%s: 403', async (name, route) => {
    const answer = await attempt(name, route, asOutsider)
    expect([answer.status, answer.body.error?.name]).toEqual([403, 'not_allowed'])
  })
  test('hears that an address is blocked, and not of the ticket it was written in', async () => {
    const body = { addresses: [`friend@${word}.example`] }
    const look = (as: Record<string, string>) =>
      ask({ method: 'POST', path: '/blocked-address-lookups', body, as })
    expect((await look(asOutsider)).body.items).toMatchObject([{ ticketId: null }])
    expect((await look(desk.as)).body.items).toMatchObject([{ ticketId }])
  })
  test('cannot tell a hidden ticket from none when merging it into their own', async () => {
    const merge = (id: number) =>
      ask({
        method: 'POST',
        path: `/tickets/${mine.ticket_id}/merge`,
        body: { sourceIds: [id] },
        as: asOutsider,
      })
    const [hidden, none] = [await merge(ticketId), await merge(999_999)]
    expect([hidden.status, hidden.body.error.name]).toEqual([400, 'unknown_reference'])
    expect([none.status, none.body.error.name]).toEqual([400, 'unknown_reference'])
  })
  test('counts no notices of a ticket that is no longer theirs to see', async () => {
    const count = (as: Record<string, string>) => ask({ method: 'GET', path: '/notifications/count', as })
    expect((await count(asOutsider)).body).toEqual({ unread: 0 })
    expect((await count(await signedIn(db, keeper))).body).toEqual({ unread: 1 })
  })
  test('sees the letters of the own team', async () => {
    const get = (path: string) => ask({ method: 'GET', path, as: asOutsider })
    expect((await get('/letters?q=mackerel')).body.items).toHaveLength(1)
    expect((await get(`/letters/${mine.id}`)).status).toBe(200)
    expect((await get(`/letters/${ignored.id}`)).status).toBe(404)
  })
})

describe('a key of the administrator with this one scope', () => {
  const key = (scopes: Permission[]) => withApiKey(db, keeper, scopes)
  // To read tickets is to read their letters, in the tickets.
  const narrow = gated('hidden', 'silent', 'refused').filter(([, { access }]) => access !== 'ticket.read')
  test.each(narrow)('%s: not a word', async (name, route) => {
    const scopes = Permission.options.filter((permission) => permission === route.access)
    const answer = await attempt(name, route, await key(scopes.length > 0 ? scopes : ['system.read']))
    expect([200, 403, 404]).toContain(answer.status)
    expect(JSON.stringify(answer.body)).not.toContain(word)
  })
  test.each(routes.filter(([, { access }]) => access !== 'signed-in' && access !== 'public'))(
    '%s: 403 with every other scope',
    async (name, route) => {
      const scopes = everything.filter((permission) => permission !== route.access)
      const answer = await attempt(name, route, await key(scopes))
      expect([answer.status, answer.body.error?.name]).toEqual([403, 'not_allowed'])
    },
  )
  test('reading alone writes nothing: no draft for its owner to send, no file', async () => {
    const as = await key(['ticket.read', 'ticket.read_all'])
    const draft = (kind: string) =>
      ask({
        method: 'PUT',
        path: `/tickets/${ticketId}/draft`,
        body: { kind, html: '<p>Pay to another account</p>', version: 0 },
        as,
      })
    expect((await draft('reply')).status).toBe(403)
    expect((await draft('note')).status).toBe(403)
    const upload = await ask({
      method: 'POST',
      path: '/files?name=x.txt',
      body: 'x',
      as,
      headers: { 'content-type': 'application/octet-stream' },
    })
    expect(upload.status).toBe(403)
  })
  test('whoever may not read notes does not read a note that is being written', async () => {
    const as = await withApiKey(db, { id: outsider.id }, ['ticket.read', 'ticket.read_all'])
    const ownTicket = mine.ticket_id ?? 0
    await ask({
      method: 'PUT',
      path: `/tickets/${ownTicket}/draft`,
      body: { kind: 'note', html: '<p>Not for everybody</p>', version: 0 },
      as: asOutsider,
    })
    const answer = await ask({ method: 'GET', path: `/tickets/${ownTicket}/draft`, as })
    expect(answer.body).toEqual({ draft: null })
  })
})
