import { describe, expect, test } from 'vitest'
import * as calendars from '#contract/calendars.ts'
import { Permission } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import * as sla from '#contract/sla.ts'
import { calendarRoutes } from '#server/calendars/index.ts'
import { slaRoutes } from '#server/sla/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'

/**
 * Every route of deadlines and calendars, tried by everybody whom it does not concern. The ticket lies with an isolated
 * team and says one word, which no answer to an outsider may hold.
 */
const { db, ask, platform } = await testApp((api, given) => {
  slaRoutes(api, given)
  calendarRoutes(api, given)
})
const word = 'zebrafish'
const everything = Permission.options
const withoutReach = everything.filter((permission) => permission !== 'ticket.read_all')
const desk = await slaDesk(platform, new Date().toISOString())
const secret = await buildTeam(db, { name: 'Secret', isIsolated: true })
const others = await buildTeam(db, { name: 'Others', isIsolated: true })
const policy = slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(60) }) })
const policyId = await desk.policy(policy)
desk.later(-180)
const hidden = await desk.message({ teamId: secret.id, subject: `About a ${word}` })
const own = await desk.message({ teamId: others.id, subject: 'About a mackerel' })
desk.later(180)
await desk.follow()
const outsider = { id: (await buildAgent(db, { role: withoutReach, teamIds: [others.id] })).id }
const asOutsider = await signedIn(db, outsider)
const week = [1, 2, 3, 4, 5, 6, 7].map(() => [{ from: '09:00', to: '18:00' }])
const calendar = { name: 'Hours', timeZone: 'Europe/Moscow', week, holidays: { kind: 'none' }, days: [] }
const preview = { policyId, policy: null, includesOpen: false }

/** What an agent of another team who may do everything meets: nothing there, not a word of the ticket, or settings alone. */
interface Attempt {
  gate: 'hidden' | 'silent' | 'settings'
  path?: string
  body?: unknown
}
const attempts: Record<string, Attempt> = {
  listSlaPolicies: { gate: 'silent' },
  getSlaPolicy: { gate: 'silent', path: `/sla/policies/${policyId}` },
  createSlaPolicy: { gate: 'settings' },
  updateSlaPolicy: { gate: 'settings' },
  deleteSlaPolicy: { gate: 'settings' },
  orderSlaPolicies: { gate: 'settings' },
  previewSlaPolicy: { gate: 'silent', body: preview },
  getRecomputation: { gate: 'silent' },
  getClocks: { gate: 'hidden', path: `/tickets/${hidden}/clocks` },
  setTicketPolicy: { gate: 'hidden', path: `/tickets/${hidden}/sla-policy`, body: { policyId } },
  listCalendars: { gate: 'silent' },
  getCalendar: { gate: 'settings' },
  createCalendar: { gate: 'settings' },
  updateCalendar: { gate: 'settings' },
  copyCalendar: { gate: 'settings' },
  deleteCalendar: { gate: 'settings' },
  previewCalendar: { gate: 'silent', body: { calendar, year: 2026 } },
  addCalendarFeed: { gate: 'settings' },
  refreshCalendarFeed: { gate: 'settings' },
  deleteCalendarFeed: { gate: 'settings' },
  listHolidayCountries: { gate: 'silent' },
}

type AnyRoute = Route<unknown, unknown, unknown>
const isRoute = (value: unknown): value is AnyRoute =>
  typeof value === 'object' && value !== null && 'path' in value && 'access' in value
const routes = [sla, calendars].flatMap((module) =>
  Object.entries(module).filter((entry): entry is [string, AnyRoute] => isRoute(entry[1])),
)
const gated = (...gates: Attempt['gate'][]) =>
  routes.filter(([name]) => gates.includes(attempts[name]?.gate ?? 'settings'))

function attempt(name: string, route: AnyRoute, as?: Record<string, string>) {
  const { path = route.path.replaceAll(/:\w+/g, '1'), body } = attempts[name] ?? {}
  return ask({ method: route.method, path, ...(body !== undefined && { body }), ...(as && { as }) })
}

test('the table knows every route, and whoever it concerns reads the word', async () => {
  expect(Object.keys(attempts).toSorted()).toEqual(routes.map(([name]) => name).toSorted())
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const answer = await ask({ method: 'POST', path: '/sla/preview', body: preview, as })
  expect(answer.body).toMatchObject({ looked: 2, overdueBefore: 2 })
  expect(JSON.stringify(answer.body)).toContain(word)
})

test.each(routes)('a stranger, %s: 401', async (name, route) => {
  const answer = await attempt(name, route)
  expect([answer.status, answer.body.error.name]).toEqual([401, 'not_signed_in'])
})

test.each(routes)('an agent without the permission, %s: 403', async (name, route) => {
  const role = everything.filter((permission) => permission !== route.access)
  const answer = await attempt(name, route, await signedIn(db, await buildAgent(db, { role })))
  expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
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
  test('counts the tickets of the own team alone', async () => {
    const listed = await ask({ method: 'GET', path: '/sla/policies', as: asOutsider })
    expect(listed.body.items).toMatchObject([{ openTickets: 1, overdueTickets: 1 }])
    const asked = await ask({ method: 'POST', path: '/sla/preview', body: preview, as: asOutsider })
    expect(asked.body).toMatchObject({ looked: 1, touched: 1, examples: [{ ticketId: own }] })
  })
})

describe('a key of this one scope', () => {
  test.each(routes.filter(([, { access }]) => access === 'automation.manage'))(
    '%s: to read tickets is not to arrange deadlines',
    async (name, route) => {
      const as = await withApiKey(db, outsider, ['ticket.read', 'ticket.read_all', 'ticket.update'])
      expect((await attempt(name, route, as)).status).toBe(403)
    },
  )
  test.each(gated('silent', 'hidden'))(
    '%s: to arrange deadlines is not to read tickets',
    async (name, route) => {
      const administrator = await buildAgent(db, { role: 'administrator', teamIds: [secret.id] })
      const answer = await attempt(name, route, await withApiKey(db, administrator, ['automation.manage']))
      expect([200, 403, 404]).toContain(answer.status)
      expect(JSON.stringify(answer.body)).not.toContain(word)
    },
  )
  test('to read a ticket is not to see which policies there are to choose from', async () => {
    const path = `/tickets/${own}/clocks`
    const reading = await ask({ method: 'GET', path, as: await withApiKey(db, outsider, ['ticket.read']) })
    expect(reading.body).toMatchObject({ policy: { id: policyId }, choices: [] })
    expect((await ask({ method: 'GET', path, as: asOutsider })).body.choices).toMatchObject([
      { id: policyId },
    ])
  })
})
