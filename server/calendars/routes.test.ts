import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import * as contract from '#contract/calendars.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { testApp } from '#test/app.ts'
import { calendarRoutes, calendarTasks, loadCalendar, workingMsBetween } from './index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'

const { ask, db, platform } = await testApp(calendarRoutes, { OUTGOING_PRIVATE_NETWORKS: '127.0.0.1' })
const closed = await testApp(calendarRoutes)
const admin = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const agent = await signedIn(db, await buildAgent(db))

const nineToSix = [{ from: '09:00', to: '18:00' }]
const office: contract.CalendarInput = {
  name: 'Moscow',
  timeZone: 'Europe/Moscow',
  week: [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []],
  holidays: { kind: 'russia', shortenedMinutes: 60 },
  days: [],
}
let names = 0
const create = async (changes: Partial<contract.CalendarInput> = {}) => {
  const answer = await ask({
    method: 'POST',
    path: '/calendars',
    as: admin,
    body: { ...office, name: `Calendar ${(names += 1)}`, ...changes },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const preview = async (calendar: contract.CalendarInput, year = 2026, feedsOf: number | null = null) =>
  (
    await ask({
      method: 'POST',
      path: '/calendar-previews',
      as: admin,
      body: { calendar, year, feedsOf, language: 'en' },
    })
  ).body
const hoursOn = async (id: number, date: string, zone = 'Europe/Moscow') => {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant()
  const calendar = await loadCalendar(db, id)
  return calendar && workingMsBetween(calendar, start, start.add({ hours: 24 })) / 3_600_000
}

/** A server whose list changes as the test wishes. */
const served = { ics: '', etag: 'one', status: 200, asked: [] as (string | undefined)[] }
const server = createServer((request, response) => {
  served.asked.push(request.headers['if-none-match'])
  if (request.headers['if-none-match'] === served.etag) return response.writeHead(304).end()
  return response.writeHead(served.status, { etag: served.etag }).end(served.ics)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
afterAll(() => server.close())
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/off.ics`
const list = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//y//EN', ...events, 'END:VCALENDAR'].join('\r\n')
let uid = 0
const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', `UID:${(uid += 1)}@x`, 'DTSTAMP:20250101T000000Z', ...lines, 'END:VEVENT'].join('\r\n')

describe('calendars', () => {
  test('are created, read by agents, changed, copied and deleted', async () => {
    const made = await create({ name: 'Whole life' })
    const seen = await ask({ method: 'GET', path: `/calendars/${made.id}`, as: agent })
    expect(seen.body).toMatchObject({ name: 'Whole life', week: office.week, feeds: [], version: 1 })
    const changed = await ask({
      method: 'PATCH',
      path: `/calendars/${made.id}`,
      as: admin,
      body: { version: 1, timeZone: 'Asia/Kathmandu' },
    })
    expect(changed.body).toMatchObject({ timeZone: 'Asia/Kathmandu', version: 2 })
    const late = await ask({
      method: 'PATCH',
      path: `/calendars/${made.id}`,
      as: admin,
      body: { version: 1 },
    })
    expect(late.body.error.name).toBe('version_conflict')
    const copy = await ask({
      method: 'POST',
      path: `/calendars/${made.id}/copies`,
      as: admin,
      body: { name: 'Another life' },
    })
    expect(copy.body).toMatchObject({ name: 'Another life', timeZone: 'Asia/Kathmandu' })
    const twice = await ask({
      method: 'POST',
      path: '/calendars',
      as: admin,
      body: { ...office, name: 'WHOLE LIFE' },
    })
    expect(twice.body.error.name).toBe('already_exists')
    expect((await ask({ method: 'DELETE', path: `/calendars/${made.id}`, as: admin })).status).toBe(200)
    expect((await ask({ method: 'GET', path: `/calendars/${made.id}`, as: agent })).status).toBe(404)
  })

  test('one that something counts by stays', async () => {
    const { id } = await create()
    await db.schema
      .createTable('counts_by')
      .addColumn('calendar_id', 'bigint', (column) => column.references('calendar.id'))
      .execute()
    await db
      .insertInto('counts_by' as 'calendar_feed')
      .values({ calendar_id: id } as never)
      .execute()
    const answer = await ask({ method: 'DELETE', path: `/calendars/${id}`, as: admin })
    expect(answer.body.error.name).toBe('in_use')
  })

  test('one that routing or a rule counts by stays as well', async () => {
    const [ofTeam, ofRule] = [await create(), await create()]
    const { id: teamId } = await buildTeam(db)
    await sql`insert into routing_policy (team_id, calendar_id, updated_at) values (${teamId}, ${ofTeam.id}, now())`.execute(
      db,
    )
    const silence = { on: 'silence', of: 'agents', hours: 4, calendarId: ofRule.id }
    const content = { triggers: [silence, { ...silence, hours: 5 }] }
    await sql`insert into rule (position, name, is_active, content, draft, hears_after_event_id, hears_after, created_at, updated_at)
      values (1, 'Silence', true, ${JSON.stringify(content)}, ${JSON.stringify(content)}, 0, now(), now(), now())`.execute(
      db,
    )
    const ofGone = await create()
    const gone = { triggers: [{ ...silence, calendarId: ofGone.id }] }
    await sql`insert into rule (position, name, is_active, content, hears_after_event_id, hears_after, created_at, updated_at, deleted_at)
      values (2, 'Gone', false, ${JSON.stringify(gone)}, 0, now(), now(), now(), now())`.execute(db)
    // A rule that was taken away waits for nothing.
    expect((await ask({ method: 'DELETE', path: `/calendars/${ofGone.id}`, as: admin })).status).toBe(200)
    const ofAgent = await create()
    const { id: agentId } = await buildAgent(db, { name: 'Night owl' })
    await sql`insert into agent_seat (agent_id, calendar_id, status_id, since)
      select ${agentId}, ${ofAgent.id}, id, now() from agent_status where key = 'offline'`.execute(db)
    const ofPolicy = await create()
    await sql`insert into sla_policy (name, is_active, position, calendar_id, terms, created_at, updated_at, archived_at)
      values ('Once', false, 1, ${ofPolicy.id}, '{}', now(), now(), now())`.execute(db)
    const uses = [
      [ofTeam, { kind: 'team', id: teamId, isArchived: false }],
      [ofRule, { kind: 'rule', name: 'Silence', isArchived: false }],
      [ofAgent, { kind: 'agent', id: agentId, name: 'Night owl' }],
      [ofPolicy, { kind: 'policy', name: 'Once', isArchived: true }],
    ] as const
    for (const [{ id }, use] of uses) {
      const answer = await ask({ method: 'DELETE', path: `/calendars/${id}`, as: admin })
      expect(answer.body.error.name).toBe('in_use')
      // Each is named once, and to those who arrange such things.
      const path = `/calendars/${id}`
      expect((await ask({ method: 'GET', path, as: admin })).body.uses).toMatchObject([use])
      expect((await ask({ method: 'GET', path, as: agent })).body.uses).toEqual([])
    }
  })

  test.each([
    ['a zone that is none', { timeZone: 'Europe/Nowhere' }],
    ['an offset for a zone', { timeZone: '+03:00' }],
    ['a country that is none', { holidays: { kind: 'country', country: 'ZZ', state: null } }],
    ['a state of another country', { holidays: { kind: 'country', country: 'FR', state: 'BY' } }],
    ['a week without work', { week: [[], [], [], [], [], [], []] }],
    ['an hour that is none', { week: [[{ from: '25:00', to: '26:00' }], [], [], [], [], [], []] }],
    ['two entries for a date', { days: [1, 2].map(() => ({ date: '2026-05-05', name: '', kind: 'off' })) }],
    ['a date that is none', { days: [{ date: '2026-02-29', name: '', kind: 'off' }] }],
  ])('refuse %s', async (_, changes) => {
    const answer = await ask({
      method: 'POST',
      path: '/calendars',
      as: admin,
      body: { ...office, ...changes },
    })
    expect(answer.body.error.name).toBe('invalid_input')
  })

  test('are changed by who may, and nobody else', async () => {
    const { id } = await create()
    const refused = await ask({ method: 'PATCH', path: `/calendars/${id}`, as: agent, body: { version: 1 } })
    expect(refused.status).toBe(403)
    expect((await ask({ method: 'POST', path: '/calendars', as: agent, body: office })).status).toBe(403)
    expect((await ask({ method: 'GET', path: '/calendars' })).status).toBe(401)
  })
})

describe.each(
  Object.values(contract)
    .filter((each) => 'method' in each && 'path' in each)
    .map((each) => [`${each.method} ${each.path}`, each] as const),
)('%s', (_, route) => {
  const path = route.path.replace(':id', '1')
  test('is not for strangers', async () => {
    expect((await ask({ method: route.method, path })).status).toBe(401)
  })
  test.skipIf(route.access === 'ticket.read')('is not for agents', async () => {
    expect((await ask({ method: route.method, path, as: agent, body: {} })).status).toBe(403)
  })
  test('wants what it is described with', async () => {
    const wrong = route.path.replace(':id', 'x')
    if (wrong === route.path && !route.body) return
    expect((await ask({ method: route.method, path: wrong, as: admin, body: { name: 7 } })).status).toBe(400)
  })
})

describe('days', () => {
  test('by hand beats lists, lists beat holidays, holidays beat the week', async () => {
    const { id } = await create({
      days: [
        { date: '2026-06-12', name: 'On duty', kind: 'hours', intervals: [{ from: '10:00', to: '12:00' }] },
        { date: '2026-06-13', name: 'Stocktaking', kind: 'moved', weekday: 1 },
        { date: '2026-06-15', name: 'Early', kind: 'shortened', minutes: 120 },
        { date: '2026-06-16', name: 'Party', kind: 'off' },
      ],
    })
    expect(await hoursOn(id, '2026-06-10')).toBe(9)
    expect(await hoursOn(id, '2026-06-11')).toBe(8)
    expect(await hoursOn(id, '2026-06-12')).toBe(2)
    expect(await hoursOn(id, '2026-06-13')).toBe(9)
    expect(await hoursOn(id, '2026-06-15')).toBe(7)
    expect(await hoursOn(id, '2026-06-16')).toBe(0)
    expect(await hoursOn(id, '2026-11-04')).toBe(0)
    await ask({
      method: 'POST',
      path: `/calendars/${id}/feeds`,
      as: admin,
      body: {
        kind: 'file',
        name: 'Days off',
        ics: list(
          event('DTSTART;VALUE=DATE:20260610', 'SUMMARY:Moving house'),
          event('DTSTART;VALUE=DATE:20260612', 'SUMMARY:Ignored'),
        ),
      },
    })
    expect(await hoursOn(id, '2026-06-10')).toBe(0)
    expect(await hoursOn(id, '2026-06-12')).toBe(2)
  })

  test('a preview shows a year and the moment, without saving anything', async () => {
    const { year, state } = await preview(office)
    expect(year).toMatchObject({
      year: 2026,
      workingDays: 247,
      workingMinutes: (247 * 9 - 4) * 60,
      russia: 'official',
    })
    expect(year.days.find((day: { date: string }) => day.date === '2026-05-08')).toEqual({
      date: '2026-05-08',
      kind: 'shortened',
      name: 'Eve of a holiday',
      source: 'holidays',
      intervals: [{ from: '09:00', to: '17:00' }],
    })
    expect(state.to).not.toBeNull()
    expect((await preview(office, 2035)).year.russia).toBe('provisional')
  })

  test('countries have their own holidays, down to their states', async () => {
    const at = (state: string | null) => ({
      ...office,
      timeZone: 'Europe/Berlin',
      holidays: { kind: 'country' as const, country: 'DE', state },
    })
    const bavaria = (await preview(at('BY'))).year
    const berlin = (await preview(at('BE'))).year
    expect(bavaria.days.map((day: { date: string }) => day.date)).toContain('2026-06-04')
    expect(berlin.days.map((day: { date: string }) => day.date)).not.toContain('2026-06-04')
    const { items } = (await ask({ method: 'GET', path: '/holiday-countries', as: admin })).body
    expect(items.length).toBeGreaterThan(150)
  })

  test('an interval over midnight and one to 24:00', async () => {
    const day = [
      { from: '00:00', to: '24:00' },
      { from: '22:00', to: '02:00' },
    ]
    const { year } = await preview({
      ...office,
      holidays: { kind: 'none' },
      week: [day, [], [], [], [], [], []],
    })
    expect(year.workingMinutes).toBe(52 * 26 * 60)
  })
})

describe('lists of days off', () => {
  test('a subscription is read at once, again when asked, and keeps its days when the server fails', async () => {
    const { id } = await create({ holidays: { kind: 'none' } })
    served.ics = list(event('DTSTART;VALUE=DATE:20260720', 'DTEND;VALUE=DATE:20260723', 'SUMMARY:Summer'))
    const added = await ask({
      method: 'POST',
      path: `/calendars/${id}/feeds`,
      as: admin,
      body: { kind: 'url', name: 'Summer', url },
    })
    expect(added.body.feeds).toMatchObject([{ name: 'Summer', dayCount: 3, failure: null }])
    expect(await hoursOn(id, '2026-07-22')).toBe(0)
    expect(await hoursOn(id, '2026-07-23')).toBe(9)
    // Such an address opens somebody's whole calendar: agents see the days, not where they come from.
    const seen = await ask({ method: 'GET', path: `/calendars/${id}`, as: agent })
    expect(seen.body.feeds).toEqual([])
    expect(JSON.stringify((await ask({ method: 'GET', path: '/calendars', as: agent })).body)).not.toContain(
      url,
    )
    const feed = added.body.feeds[0].id
    await ask({ method: 'POST', path: `/calendar-feeds/${feed}/refresh`, as: admin })
    expect(served.asked.at(-1)).toBe('one')
    served.etag = 'two'
    served.ics = list(event('DTSTART;VALUE=DATE:20260723', 'SUMMARY:Later'))
    await enqueue(db, 'calendars.refreshFeeds', {})
    await drainJobs(platform.database.pool, calendarTasks(platform), platform.log)
    expect(await hoursOn(id, '2026-07-23')).toBe(0)
    expect(await hoursOn(id, '2026-07-22')).toBe(9)
    served.etag = 'three'
    served.status = 500
    const failed = await ask({ method: 'POST', path: `/calendar-feeds/${feed}/refresh`, as: admin })
    served.status = 200
    expect(failed.body.feeds).toMatchObject([{ dayCount: 1, failure: 'refused' }])
    expect(await hoursOn(id, '2026-07-23')).toBe(0)
    await ask({ method: 'DELETE', path: `/calendar-feeds/${feed}`, as: admin })
    expect(await hoursOn(id, '2026-07-23')).toBe(9)
  })

  test('an address inside the own network is refused unless allowed', async () => {
    const owner = await signedIn(closed.db, await buildAgent(closed.db, { role: 'administrator' }))
    const made = await closed.ask({ method: 'POST', path: '/calendars', as: owner, body: office })
    const before = served.asked.length
    const answer = await closed.ask({
      method: 'POST',
      path: `/calendars/${made.body.id}/feeds`,
      as: owner,
      body: { kind: 'url', name: 'Inside', url },
    })
    expect(answer.body.feeds).toMatchObject([{ failure: 'forbidden_address', dayCount: 0 }])
    expect(served.asked).toHaveLength(before)
  })

  test('repeating days are written out, exceptions left out, what is no whole day is counted', async () => {
    const { id } = await create({ holidays: { kind: 'none' } })
    const year = new Date().getUTCFullYear()
    const ics = list(
      event(
        `DTSTART;VALUE=DATE:${year - 20}0720`,
        'RRULE:FREQ=YEARLY',
        `EXDATE;VALUE=DATE:${year + 1}0720`,
        'SUMMARY:Founding',
      ),
      event(`DTSTART:${year}0301T090000Z`, `DTEND:${year}0301T100000Z`, 'SUMMARY:A meeting'),
      event(`DTSTART;VALUE=DATE:${year}0302`, 'STATUS:CANCELLED', 'SUMMARY:Not then'),
    )
    const added = await ask({
      method: 'POST',
      path: `/calendars/${id}/feeds`,
      as: admin,
      body: { kind: 'file', name: 'Mixed', ics },
    })
    expect(added.body.feeds).toMatchObject([{ dayCount: 10, skipped: 2, url: null }])
    const names = (await preview(office, year, id)).year.days.filter(
      (day: { source: string }) => day.source === 'feed',
    )
    expect(names).toEqual([
      { date: `${year}-07-20`, kind: 'off', name: 'Founding', source: 'feed', intervals: [] },
    ])
  })

  test.each([
    ['something else', '<html>no such page</html>', 'not_ical'],
    [
      'too many entries',
      list(...Array.from({ length: 10_001 }, () => 'BEGIN:VEVENT\r\nEND:VEVENT')),
      'too_large',
    ],
    ['too many days', list(event('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY')), 'too_large'],
  ])('%s is refused by name', async (_, ics, failure) => {
    const { id } = await create()
    const answer = await ask({
      method: 'POST',
      path: `/calendars/${id}/feeds`,
      as: admin,
      body: { kind: 'file', name: 'Bad', ics },
    })
    expect(answer.body.error).toMatchObject({
      name: 'invalid_input',
      fields: [{ path: 'body.ics', message: failure }],
    })
  })

  test('a rule that repeats every second costs nothing', async () => {
    const { id } = await create()
    const ics = list(event('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=SECONDLY', 'SUMMARY:x'))
    const answer = await ask({
      method: 'POST',
      path: `/calendars/${id}/feeds`,
      as: admin,
      body: { kind: 'file', name: 'Hostile', ics },
    })
    expect(answer.body.feeds).toMatchObject([{ dayCount: 0, skipped: 1 }])
  })
})
