import { Worker } from 'node:worker_threads'
import type { ListAnswer, ListRequest } from './list-worker.ts'

/** More than every Saturday, Sunday and holiday of eleven years: what people use has a few hundred days. */
const mostDays = 2_000
const mostEntries = 10_000
const timeLimitMs = 20_000

/**
 * Reads whole days off out of iCalendar text, from last year to nine years ahead. In a thread of its own with limits
 * on time and memory, which ends with it: the text is somebody else's, and the parser is not always loaded.
 */
export async function readList(text: string, now: Date): Promise<ListAnswer> {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text)) return { failure: 'not_ical' }
  if (text.split(/^BEGIN:VEVENT/im).length - 1 > mostEntries) return { failure: 'too_large' }
  const thisYear = now.getUTCFullYear()
  const { promise, resolve } = Promise.withResolvers<ListAnswer>()
  const worker = new Worker(new URL('./list-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 192 },
    // A parser needs no secret, and says nothing.
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  })
  const timer = setTimeout(() => resolve({ failure: 'too_large' }), timeLimitMs)
  worker.once('message', (answer: ListAnswer) => resolve(answer))
  worker.once('error', (error: NodeJS.ErrnoException) =>
    resolve({
      failure: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_large' : 'not_ical',
    }),
  )
  worker.once('exit', () => resolve({ failure: 'not_ical' }))
  worker.postMessage({
    text,
    firstYear: thisYear - 1,
    lastYear: thisYear + 9,
    mostDays,
  } satisfies ListRequest)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
