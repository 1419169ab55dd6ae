import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { rememberWords } from '#server/platform/language.ts'
import { createWriter } from '../text/letter.ts'
import { writeBatch } from './batch.ts'
import { copyRows } from './copy.ts'
import { BATCH } from './plan.ts'

/** What a seeding thread is told: every `of`-th batch, beginning with `worker`, is its own. */
export interface SeedTask {
  url: string
  tickets: number
  worker: number
  of: number
}

const { url, tickets, worker, of } = workerData as SeedTask
rememberWords(300_000)
const client = new pg.Client({ connectionString: url })
await client.connect()
// No foreign key is checked row by row: the rows are made to fit.
await client.query(`set session_replication_role = replica; set synchronous_commit = off`)
const writer = createWriter()
let copying = Promise.resolve()
for (let number = worker; number * BATCH < tickets; number += of) {
  const batch = writeBatch(writer, tickets, number)
  // PostgreSQL takes one batch in while the next is being written.
  await copying
  copying = (async () => {
    for (const [target, rows] of batch) await copyRows(client, target, rows)
    parentPort?.postMessage(Math.min(BATCH, tickets - number * BATCH))
  })()
}
await copying
await client.end()
