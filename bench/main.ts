import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, openBench } from './load/bench.ts'
import { bundle, disk, idle, start } from './measurements/at-rest.ts'
import { chat } from './measurements/chat.ts'
import { ingest } from './measurements/ingest.ts'
import { live } from './measurements/live.ts'
import { portal } from './measurements/portal.ts'
import { list, open } from './measurements/reading.ts'
import {
  searchAddress,
  searchCommon,
  searchNumber,
  searchPhrase,
  searchWord,
} from './measurements/searching.ts'
import { rules } from './measurements/rules.ts'
import { sla } from './measurements/sla.ts'
import { create, reply } from './measurements/writing.ts'
import { seed } from './seed/seed.ts'

/** In the order they run: what reads comes before what writes. */
const measurements: Record<string, (bench: Bench) => Promise<void>> = {
  disk_100k: disk,
  list,
  open,
  search_number: searchNumber,
  search_word: searchWord,
  search_common: searchCommon,
  search_phrase: searchPhrase,
  search_address: searchAddress,
  create,
  reply,
  ingest,
  live_p95: live,
  rules,
  sla,
  chat,
}
/** These start a server of their own, or want one that has not worked yet. */
const alone: Record<string, (dataDir: string, tickets: number) => Promise<void>> = {
  portal,
  idle,
  start,
  bundle,
}

const USAGE = `npm run bench -- seed --tickets N     fill a desk with N tickets
npm run bench [-- --tickets N]         every measurement, on the largest desk there is
npm run bench -- NAME… [--tickets N]   some of: ${[...Object.keys(measurements), ...Object.keys(alone)].join(' ')}`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tickets: { type: 'string' }, help: { type: 'boolean' } },
})
const root = path.join(import.meta.dirname, '../data')
const asked = values.tickets === undefined ? undefined : Number(values.tickets)
const unknown = positionals.find((name) => name !== 'seed' && !(name in measurements) && !(name in alone))
if (
  values.help ||
  unknown !== undefined ||
  (asked !== undefined && !(Number.isInteger(asked) && asked > 0))
) {
  console.error(USAGE)
  process.exit(2)
}
if (positionals.includes('seed')) {
  const tickets = asked ?? 100_000
  await seed(path.join(root, `bench-${tickets}`), tickets)
} else await measure(asked ?? largest())

function largest(): number {
  const sizes = (existsSync(root) ? readdirSync(root) : []).flatMap(
    (name) => /^bench-(\d+)$/.exec(name)?.[1] ?? [],
  )
  return Math.max(0, ...sizes.map(Number))
}

async function measure(tickets: number): Promise<void> {
  const dataDir = path.join(root, `bench-${tickets}`)
  if (!existsSync(path.join(dataDir, 'seeded.json'))) {
    console.error(`There is no desk of ${tickets} tickets yet.\n${USAGE}`)
    process.exit(2)
  }
  const isAsked = (name: string): boolean => positionals.length === 0 || positionals.includes(name)
  const together = Object.entries(measurements).filter(([name]) => isAsked(name))
  if (together.length > 0) {
    const bench = await openBench(dataDir, tickets)
    try {
      for (const [, run] of together) await run(bench)
    } finally {
      await bench.close()
    }
  }
  for (const [name, run] of Object.entries(alone)) if (isAsked(name)) await run(dataDir, tickets)
}
