import { closeParser, prepareLetterSafely } from '#server/channels/email/reading/parse-in-worker.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'

/** Letters a second by the clock and by the processor (all threads), so that a busy machine shows. */
async function time(name: string, count: number, work: () => Promise<void> | void): Promise<void> {
  const start = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  console.log(`${name} ${Math.round((count * 1_000) / (performance.now() - start))} letters/s`)
  console.log(`${name}_cpu ${((user + system) / 1_000 / count).toFixed(3)} ms`)
}

/** Speed over the small letters of a folder: parsed here; parsed, judged, cut and cleaned in the worker thread. */
export async function measureSpeed(letters: readonly Buffer[]): Promise<void> {
  const small = letters.filter((letter) => letter.length < 100_000)
  const rounds = Math.max(1, Math.ceil(3_000 / small.length))
  const jobs = Array.from({ length: rounds }, () => small).flat()
  for (const letter of small) parseLetter(letter)
  await time('parse_direct', jobs.length, () => {
    for (const letter of jobs) parseLetter(letter)
  })
  await prepareLetterSafely(small[0] ?? Buffer.alloc(0))
  await time('prepare_worker_1', jobs.length, async () => {
    for (const letter of jobs) await prepareLetterSafely(letter)
  })
  await time('prepare_worker_8', jobs.length, async () => {
    let next = 0
    const run = async (): Promise<void> => {
      for (let job = jobs[next++]; job; job = jobs[next++]) await prepareLetterSafely(job)
    }
    await Promise.all(Array.from({ length: 8 }, run))
  })
  await closeParser()
}
