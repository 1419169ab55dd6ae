import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { DayHours } from '#contract/calendars.ts'
import { createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { aroundTheClock, business, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { archivePolicy } from './save-policy.ts'

/**
 * What the guides tell is done on a desk (a letter, a status, a policy) and its ticket must show the deadline they name.
 * Moments and hours are read from the guides themselves, so neither language can say anything else than what is counted.
 */
const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2025-01-01T09:00:00Z')
const office: DayHours[] = [{ from: '09:00', to: '18:00' }]
const nights: DayHours[] = [{ from: '22:00', to: '06:00' }]
const make = (name: string, timeZone: string, week: DayHours[][], holidays: 'russia' | 'none') =>
  inTransaction(db, (tx) =>
    createCalendar(
      tx,
      desk.actor,
      {
        name,
        timeZone,
        week,
        holidays: holidays === 'russia' ? { kind: 'russia', shortenedMinutes: 60 } : { kind: 'none' },
        days: [],
      },
      desk.now(),
    ),
  )
const moscow = await make(
  'Moscow',
  'Europe/Moscow',
  [office, office, office, office, office, [], []],
  'russia',
)
const berlin = await make(
  'Berlin',
  'Europe/Berlin',
  Array.from({ length: 7 }, () => nights),
  'none',
)

interface Told {
  start: string
  hours: number
  isAroundTheClock: boolean
  /** When clocks stopped, when they went on, and why. */
  stand: { from: string; to: string; category: 'paused' | 'solved' } | null
  due: string
}

const rowsOf = async (language: 'ru' | 'en') =>
  (await readFile(new URL(`../../docs/guides/deadlines.${language}.md`, import.meta.url), 'utf8'))
    .split('\n')
    .filter((line) => /^\| \d/u.test(line))
const [russian, english] = await Promise.all([rowsOf('ru'), rowsOf('en')])

/** `20.03.2026, 16:30`, `15.04 в 11:00`: the moments of a text, those without a year in the year of the first. */
function momentsOf(text: string): string[] {
  const found = [...text.matchAll(/(\d\d)\.(\d\d)(?:\.(\d{4}))?(?: в|,) (\d{1,2}:\d\d)/gu)]
  const year = found[0]?.[3]
  return found.map(
    ([, day, month, own, time = '']) => `${own ?? year}-${month}-${day}T${time.padStart(5, '0')}`,
  )
}

function read(row: string): Told {
  const [, , what = '', , due = ''] = row.split('|')
  const [start = '', goesOn] = momentsOf(what)
  const stop = /(?:paused|solved) at (\d\d:\d\d)|в (\d\d:\d\d) «На паузе»|решён в (\d\d:\d\d)/u.exec(what)
  const time = stop?.slice(1).find(Boolean)
  return {
    start,
    hours: Number(/(\d+) (?:business hour|hours around|рабочи[хй] час|часов круглосуточно)/u.exec(what)?.[1]),
    isAroundTheClock: /around the clock|круглосуточно/u.test(what),
    stand:
      time && goesOn
        ? {
            from: `${start.slice(0, 10)}T${time}`,
            to: goesOn,
            category: /solved|решён/u.test(what) ? 'solved' : 'paused',
          }
        : null,
    due: momentsOf(due)[0] ?? '',
  }
}

test('both guides tell the same nine examples', () => {
  expect(english).toHaveLength(9)
  expect(russian.map(read)).toEqual(english.map(read))
  expect(english.map(read).filter(({ stand }) => stand)).toHaveLength(2)
})

test.each(english.map((row, at) => [at + 1, read(row)] as const))(
  'example %i of the guides, done on a desk, has the deadline the guides name',
  async (number, { start, hours, isAroundTheClock, stand, due }) => {
    const calendar = number < 8 ? moscow : berlin
    const go = (moment: string) =>
      desk.at(
        new Date(
          Temporal.PlainDateTime.from(moment).toZonedDateTime(calendar.timeZone).epochMilliseconds,
        ).toISOString(),
      )
    const clock = number === 2 ? 'firstReply' : 'solution'
    go(start)
    const target = isAroundTheClock ? aroundTheClock(hours * 60) : business(hours * 60)
    const policyId = await desk.policy(
      slaPolicy({ calendarId: calendar.id, targets: everyPriority({ [clock]: target }), onReopen: 'resume' }),
    )
    const ticketId = await desk.message()
    await desk.follow()
    if (stand) {
      go(stand.from)
      await desk.change(ticketId, { statusId: await desk.statusId(stand.category) })
      await desk.follow()
      expect(await desk.due(ticketId)).toBeNull()
      go(stand.to)
      if (stand.category === 'solved') await desk.message({ ticketId })
      await desk.change(ticketId, { statusId: await desk.statusId('open') })
      await desk.follow()
    }
    const shown = await desk.due(ticketId)
    const at = shown && Temporal.Instant.from(shown.at).toZonedDateTimeISO(calendar.timeZone)
    expect(at?.toPlainDateTime().toString({ smallestUnit: 'minute' })).toBe(due)
    await inTransaction(db, (tx) => archivePolicy(tx, desk.actor, policyId, desk.now()))
    await desk.follow()
  },
)
