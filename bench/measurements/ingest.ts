import { setTimeout as delay } from 'node:timers/promises'
import { type Bench, print } from '../load/bench.ts'
import { composeLetter, openCourier } from '../load/letters.ts'
import { processorMs } from '../load/processes.ts'

const LETTERS = 3000
const COURIERS = 8
const PATIENCE_MS = 300_000

/**
 * Letters through the SMTP listener until every one of them is a ticket: `ingest` (letters a second, from the first
 * handed in to the last ticket committed) and `ingest_cpu` (processor of server and database per letter).
 */
export async function ingest(bench: Bench): Promise<void> {
  const { perSecond, processorPerLetter } = await takeLetters(bench)
  print('ingest', perSecond, '1/s')
  print('ingest_cpu', processorPerLetter, 'ms')
}

/** The same, told to whoever measures something beside it. */
export async function takeLetters(
  bench: Bench,
): Promise<{ letters: number; perSecond: number; processorPerLetter: number }> {
  const run = Date.now().toString(36)
  const letters = Array.from({ length: LETTERS }, (_, n) =>
    composeLetter(bench.writer, bench.random, `${run}.${n}`),
  )
  const before = await decided(bench)
  const processor = processorMs(bench.desk.roots)
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: COURIERS }, async () => {
      const courier = await openCourier(bench.desk.smtpPort)
      for (let letter = letters.pop(); letter; letter = letters.pop()) await courier.hand(letter)
      courier.close()
    }),
  )
  while ((await decided(bench)) < before + LETTERS) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error('some letters never became tickets')
    await delay(50)
  }
  const seconds = (performance.now() - startedAt) / 1000
  return {
    letters: LETTERS,
    perSecond: LETTERS / seconds,
    processorPerLetter: (processorMs(bench.desk.roots) - processor) / LETTERS,
  }
}

async function decided({ database }: Bench): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from inbound_letter where ticket_id is not null`,
  )
  return rows[0]?.count ?? 0
}
