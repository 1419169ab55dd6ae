import { parentPort } from 'node:worker_threads'
import ical from 'node-ical'
import type { FeedDay } from '../tables.ts'

export interface ListRequest {
  text: string
  firstYear: number
  lastYear: number
  mostDays: number
}
export type ListAnswer = { days: FeedDay[]; skipped: number } | { failure: 'not_ical' | 'too_large' }

parentPort?.on('message', (request: ListRequest) => {
  parentPort?.postMessage(readList(request) satisfies ListAnswer)
})

/** The whole days of a list within some years. What has hours, is cancelled or repeats within a day is left out. */
function readList({ text, firstYear, lastYear, mostDays }: ListRequest): ListAnswer {
  const entries = Object.values(ical.sync.parseICS(text))
  const days = new Map<string, FeedDay>()
  let skipped = 0
  // `to` is read as an instant: the last day of the window is in it wherever this runs.
  const window = { from: new Date(firstYear, 0, 1), to: new Date(lastYear, 11, 31, 12) }
  for (const entry of entries) {
    if (entry?.type !== 'VEVENT') continue
    const isWholeDay = entry.datetype === 'date' && entry.status !== 'CANCELLED'
    const isOften = /FREQ=(SECONDLY|MINUTELY|HOURLY)/i.test(entry.rrule?.toString() ?? '')
    const found =
      isWholeDay && !isOften ? ical.expandRecurringEvent(entry, { ...window, expandOngoing: true }) : []
    if (found.length === 0) skipped += 1
    for (const { start, end, summary } of found) {
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000))
      const first = Temporal.PlainDate.from({
        year: start.getFullYear(),
        month: start.getMonth() + 1,
        day: start.getDate(),
      })
      for (let at = 0; at < length; at++) {
        const date = first.add({ days: at })
        if (date.year > lastYear) break
        if (date.year < firstYear) continue
        days.set(date.toString(), { date: date.toString(), name: nameOf(summary) })
        if (days.size > mostDays) return { failure: 'too_large' }
      }
    }
  }
  return { days: [...days.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)), skipped }
}

function nameOf(summary: string | { val: string } | undefined): string {
  const text = typeof summary === 'string' ? summary : (summary?.val ?? '')
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 120)
}
