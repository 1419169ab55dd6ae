import { closeParser, parseLetterSafely } from '#server/channels/email/parse-in-worker.ts'
import { parseLetter } from '#server/channels/email/parse.ts'

/** Letters a second, parsed here and through the worker thread, over the small letters of a folder. */
export async function measureSpeed(letters: readonly Buffer[]): Promise<void> {
  const small = letters.filter((letter) => letter.length < 100_000)
  const rounds = Math.max(1, Math.ceil(3_000 / small.length))
  const jobs = Array.from({ length: rounds }, () => small).flat()
  for (const letter of small) parseLetter(letter)
  let start = performance.now()
  for (const letter of jobs) parseLetter(letter)
  console.log(`parse_direct ${Math.round((jobs.length * 1_000) / (performance.now() - start))} letters/s`)
  await parseLetterSafely(small[0] ?? Buffer.alloc(0))
  start = performance.now()
  for (const letter of jobs) await parseLetterSafely(letter)
  console.log(`parse_worker_1 ${Math.round((jobs.length * 1_000) / (performance.now() - start))} letters/s`)
  start = performance.now()
  let next = 0
  const run = async (): Promise<void> => {
    for (let job = jobs[next++]; job; job = jobs[next++]) await parseLetterSafely(job)
  }
  await Promise.all(Array.from({ length: 8 }, run))
  console.log(`parse_worker_8 ${Math.round((jobs.length * 1_000) / (performance.now() - start))} letters/s`)
  await closeParser()
}
