import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { ticketRoutes, openPresence } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { routingRoutes } from './routes.ts'

const { db, ask } = await testApp((api, platform) => {
  const { database, notices, clock } = platform
  ticketRoutes(api, platform, openPresence(database.db, notices, clock))
  routingRoutes(api, platform)
})
const boss = await buildAgent(db, { role: 'administrator', name: 'Boss' })
const asBoss = await signedIn(db, boss)
const anna = await buildAgent(db, { name: 'Anna' })
const asAnna = await signedIn(db, anna)
const team = await buildTeam(db, { memberIds: [anna.id] })

const routes: [
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body: unknown,
  /** What an agent, who manages nothing, is answered. */
  agent: number,
][] = [
  ['GET', '/agent-statuses', undefined, 200],
  ['POST', '/agent-statuses', { names: { ru: 'Обед', en: 'Lunch' }, meaning: 'away' }, 403],
  ['PATCH', '/agent-statuses/1', {}, 403],
  ['DELETE', '/agent-statuses/1', undefined, 403],
  ['GET', '/agent-attendance', undefined, 200],
  ['GET', '/me/attendance', undefined, 200],
  ['PUT', '/me/attendance', { statusId: null }, 200],
  ['PUT', `/agents/${boss.id}/attendance`, { statusId: null }, 403],
  ['GET', '/agent-status-log', undefined, 403],
  ['GET', '/absences', undefined, 200],
  ['DELETE', '/absences/999', undefined, 404],
  ['GET', '/skills', undefined, 200],
  ['POST', '/skills', { name: 'SQL' }, 403],
  ['PATCH', '/skills/1', { name: 'SQL' }, 403],
  ['DELETE', '/skills/1', undefined, 403],
  ['PUT', '/skills/1/needs', { needs: [] }, 403],
  ['GET', '/routing-settings', undefined, 403],
  ['PATCH', '/routing-settings', { version: 1 }, 403],
  ['GET', '/routing-policies', undefined, 403],
  ['PATCH', `/teams/${team.id}/routing-policy`, { version: 0 }, 403],
  ['GET', '/agent-seats', undefined, 403],
  ['PATCH', `/agents/${anna.id}/seat`, {}, 403],
  ['GET', '/tickets/999/routing', undefined, 404],
  ['POST', '/ticket-takings', undefined, 200],
  ['GET', '/routing-board', undefined, 403],
]

test.for(routes)(
  '%s %s is closed to strangers, and as open to agents as it says',
  async ([method, path, body, agent]) => {
    expect((await ask({ method, path, body })).status).toBe(401)
    expect((await ask({ method, path, body, as: asAnna })).status).toBe(agent)
    const key = await withApiKey(db, boss, ['customer.read'])
    expect((await ask({ method, path, body, as: key })).status).toBe(403)
  },
)

describe('bad input is named', () => {
  test.for<[Parameters<typeof ask>[0]['method'], string, unknown, string]>([
    ['POST', '/agent-statuses', { names: { ru: '', en: '' }, meaning: 'gone' }, 'invalid_input'],
    ['PUT', '/me/attendance', { statusId: 999 }, 'unknown_reference'],
    ['PUT', '/me/attendance', { statusId: 1, until: '2001-01-01T00:00:00Z' }, 'invalid_input'],
    [
      'POST',
      '/absences',
      { startsAt: '2030-02-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
      'invalid_input',
    ],
    [
      'POST',
      '/absences',
      { startsAt: '2001-01-01T00:00:00Z', endsAt: '2001-02-01T00:00:00Z' },
      'invalid_input',
    ],
    ['POST', '/skills', { name: ' ' }, 'invalid_input'],
    ['PATCH', '/routing-settings', { version: 1, idleMinutes: 0 }, 'invalid_input'],
    ['PATCH', `/teams/${team.id}/routing-policy`, { version: 0, overflowTeamId: team.id }, 'invalid_input'],
    ['PATCH', `/teams/${team.id}/routing-policy`, { version: 0, overflowTeamId: 999 }, 'unknown_reference'],
    ['PATCH', `/teams/${team.id}/routing-policy`, { version: 0, calendarId: 999 }, 'unknown_reference'],
    ['PATCH', `/agents/${anna.id}/seat`, { skills: [{ skillId: 999, level: 3 }] }, 'unknown_reference'],
    ['PATCH', `/agents/${anna.id}/seat`, { capacity: 0 }, 'invalid_input'],
    ['GET', '/agent-status-log?cursor=nonsense', undefined, 'invalid_cursor'],
  ])('%s %s', async ([method, path, body, name]) => {
    const answer = await ask({ method, path, body, as: asBoss })
    expect(answer.status).toBe(400)
    expect(answer.body.error.name).toBe(name)
  })
})

test('a policy is written once from what was seen', async () => {
  const path = `/teams/${team.id}/routing-policy`
  const body = { version: 0, method: 'least_loaded', capacity: 5, remembersDays: 14 }
  const first = await ask({ method: 'PATCH', path, body, as: asBoss })
  expect(first.body).toMatchObject({
    method: 'least_loaded',
    capacity: 5,
    remembersDays: 14,
    nextBy: 'urgent',
  })
  const stale = await ask({ method: 'PATCH', path, body, as: asBoss })
  expect([stale.status, stale.body.error.name]).toEqual([409, 'version_conflict'])
  const again = { version: first.body.version, remembersDays: null }
  expect((await ask({ method: 'PATCH', path, body: again, as: asBoss })).body).toMatchObject({
    capacity: 5,
    remembersDays: null,
  })
  const { body: list } = await ask({ method: 'GET', path: '/routing-policies', as: asBoss })
  expect(list.items).toContainEqual(expect.objectContaining({ teamId: team.id, method: 'least_loaded' }))
})

test('skills are named once, needed by category or language, and gone with what pointed at them', async () => {
  const { body: skill, status } = await ask({
    method: 'POST',
    path: '/skills',
    body: { name: 'Refunds' },
    as: asBoss,
  })
  expect(status).toBe(201)
  const taken = await ask({ method: 'POST', path: '/skills', body: { name: 'refunds' }, as: asBoss })
  expect(taken.body.error.name).toBe('already_exists')
  const needs = [{ level: 3, language: 'en' }]
  const path = `/skills/${skill.id}`
  const set = await ask({ method: 'PUT', path: `${path}/needs`, body: { needs }, as: asBoss })
  expect(set.body.needs).toEqual([{ skillId: skill.id, level: 3, language: 'en', categoryId: null }])
  const seat = { capacity: 7, sourceLimits: { phone: 1 }, skills: [{ skillId: skill.id, level: 4 }] }
  const { body: seated } = await ask({
    method: 'PATCH',
    path: `/agents/${anna.id}/seat`,
    body: seat,
    as: asBoss,
  })
  expect(seated).toMatchObject(seat)
  await ask({ method: 'DELETE', path, as: asBoss })
  const { body: after } = await ask({ method: 'GET', path: '/agent-seats', as: asBoss })
  expect(after.items).toContainEqual(expect.objectContaining({ agentId: anna.id, capacity: 7, skills: [] }))
})

test('a status of the desk’s own: chosen, seen by the lead, logged, and gone with the status', async () => {
  const names = { ru: 'Обед', en: 'Lunch' }
  const { body: lunch } = await ask({
    method: 'POST',
    path: '/agent-statuses',
    body: { names, meaning: 'away' },
    as: asBoss,
  })
  const chosen = await ask({
    method: 'PUT',
    path: '/me/attendance',
    body: { statusId: lunch.id },
    as: asAnna,
  })
  expect(chosen.body).toMatchObject({
    statusId: lunch.id,
    meaning: 'away',
    isByHand: true,
    presence: 'offline',
  })
  const { body: board } = await ask({ method: 'GET', path: '/routing-board', as: asBoss })
  expect(board.agents).toContainEqual(
    expect.objectContaining({ agentId: anna.id, meaning: 'away', capacity: 7 }),
  )
  const builtIn = await ask({ method: 'DELETE', path: '/agent-statuses/1', as: asBoss })
  expect(builtIn.body.error.name).toBe('in_use')
  expect((await ask({ method: 'DELETE', path: `/agent-statuses/${lunch.id}`, as: asBoss })).status).toBe(200)
  const { body: log } = await ask({ method: 'GET', path: `/agent-status-log?agentId=${anna.id}`, as: asBoss })
  expect(log.items.map((each: { meaning: string; cause: string }) => [each.meaning, each.cause])).toEqual([
    ['offline', 'ended'],
    ['away', 'hand'],
  ])
  expect(log.items[1].endedAt).toBe(log.items[0].at)
})

test('an absence is one’s own affair, or a lead’s', async () => {
  const days = { startsAt: '2999-01-01T00:00:00Z', endsAt: '2999-01-02T00:00:00Z' }
  const far = await ask({ method: 'POST', path: '/absences', body: days, as: asAnna })
  expect(far.body.error.name).toBe('invalid_input')
  const now = Date.now()
  const soon = {
    startsAt: new Date(now - 1000).toISOString(),
    endsAt: new Date(now + 86_400_000).toISOString(),
    remark: 'Отпуск',
  }
  const own = await ask({ method: 'POST', path: '/absences', body: soon, as: asAnna })
  expect(own.body).toMatchObject({ agentId: anna.id, remark: 'Отпуск' })
  const others = await ask({
    method: 'POST',
    path: '/absences',
    body: { ...soon, agentId: boss.id },
    as: asAnna,
  })
  expect(others.status).toBe(403)
  const { body: me } = await ask({ method: 'GET', path: '/me/attendance', as: asAnna })
  expect(me.absence).toMatchObject({ id: own.body.id })
  const oleg = await signedIn(db, await buildAgent(db))
  expect((await ask({ method: 'DELETE', path: `/absences/${own.body.id}`, as: oleg })).status).toBe(404)
  expect((await ask({ method: 'DELETE', path: `/absences/${own.body.id}`, as: asBoss })).status).toBe(200)
  expect((await ask({ method: 'GET', path: '/me/attendance', as: asAnna })).body.absence).toBeNull()
})

test('the next ticket is shown and owned; asked twice with one key, it is one', async () => {
  const { ticketId } = await buildMessage(db, { teamId: team.id })
  await buildMessage(db, { teamId: team.id })
  const take = () =>
    ask({ method: 'POST', path: '/ticket-takings', as: asAnna, headers: { 'idempotency-key': 'one-press' } })
  const taken = await take()
  expect(taken.body).toMatchObject({ ticket: { id: ticketId, number: `HD-${ticketId}` }, reason: null })
  expect((await take()).body.ticket.id).toBe(ticketId)
  const { body: why } = await ask({ method: 'GET', path: `/tickets/${ticketId}/routing`, as: asAnna })
  expect(why.decision).toMatchObject({ outcome: 'pulled', agentId: anna.id, why: 'next' })
})

describe('where teams are isolated', async () => {
  const ours = await buildTeam(db, { isIsolated: true })
  const theirs = await buildTeam(db, { isIsolated: true, name: 'Theirs' })
  const lead = await buildAgent(db, {
    role: ['ticket.read', 'ticket.update', 'team.manage', 'automation.manage'],
    teamIds: [ours.id],
    name: 'Lead',
  })
  const vera = await buildAgent(db, { teamIds: [theirs.id], name: 'Vera' })
  const asLead = await signedIn(db, lead)
  const { ticketId } = await buildMessage(db, { teamId: theirs.id })

  test('a lead sees their own people and queues only, and speaks for nobody else', async () => {
    const { body: board } = await ask({ method: 'GET', path: '/routing-board', as: asLead })
    expect(board.agents.map((each: { name: string }) => each.name)).toEqual(['Lead'])
    expect(board.teams.map((each: { teamId: number }) => each.teamId)).toEqual([ours.id])
    const path = `/agents/${vera.id}/attendance`
    expect((await ask({ method: 'PUT', path, body: { statusId: null }, as: asLead })).status).toBe(404)
    await ask({ method: 'PUT', path, body: { statusId: 1 }, as: asBoss })
    const { body: log } = await ask({ method: 'GET', path: '/agent-status-log', as: asLead })
    expect(log.items.filter((each: { agentId: number }) => each.agentId === vera.id)).toEqual([])
    const soon = { startsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 9e6).toISOString() }
    const absence = await ask({
      method: 'POST',
      path: '/absences',
      body: { ...soon, agentId: vera.id },
      as: asBoss,
    })
    expect((await ask({ method: 'GET', path: '/absences', as: asLead })).body.items).toEqual([])
    expect((await ask({ method: 'DELETE', path: `/absences/${absence.body.id}`, as: asLead })).status).toBe(
      404,
    )
  })

  test('nobody arranges what they do not see', async () => {
    const policy = {
      method: 'PATCH',
      path: `/teams/${theirs.id}/routing-policy`,
      body: { version: 0 },
    } as const
    expect((await ask({ ...policy, as: asLead })).status).toBe(403)
    const seat = { method: 'PATCH', path: `/agents/${vera.id}/seat`, body: { capacity: 1 } } as const
    expect((await ask({ ...seat, as: asLead })).status).toBe(403)
    const settings = { method: 'PATCH', path: '/routing-settings', body: { version: 1 } } as const
    expect((await ask({ ...settings, as: asLead })).status).toBe(403)
  })

  test('a ticket of others is neither explained nor taken', async () => {
    expect((await ask({ method: 'GET', path: `/tickets/${ticketId}/routing`, as: asLead })).status).toBe(404)
    const taken = await ask({ method: 'POST', path: '/ticket-takings', as: asLead })
    expect(taken.body).toEqual({ ticket: null, reason: 'nothing_waits' })
    const { rows } = await sql`select from ticket where id = ${ticketId} and assignee_id is null`.execute(db)
    expect(rows).toHaveLength(1)
  })
})
