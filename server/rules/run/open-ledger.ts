import { sql } from 'kysely'
import type { RuleRun } from '#contract/rule-runs.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { RuleRunRow } from '../tables.ts'

/** What was done by how many runs of a rule on the ticket within the last hour. */
export interface Lately {
  runs: number
  cuts: number
}

/** A run as it is written down. */
export type Entry = Omit<RuleRunRow, 'id' | 'at' | 'ticket_id'>

/** The runs of one pass over one ticket: asked for once, written once, however many rules held. */
export interface Ledger {
  /** The number a run will have, for what it does to name it. */
  nextId(this: void): Promise<number>
  /** What the rule did on this ticket before. */
  lately(this: void, ruleId: number): Promise<Lately>
  enter(this: void, id: number, entry: Entry): void
  /** Writes everything that was entered. */
  write(this: void): Promise<void>
}

const hourMs = 3_600_000
/** Numbers taken in the first question, and in those after it. Gaps do no harm. */
const firstIds = 4
const moreIds = 16

export function openLedger(tx: Tx, ticketId: number, now: Date): Ledger {
  const entries: (Entry & { id: number })[] = []
  let ids: number[] = []
  let known: Promise<Map<number, Lately>> | null = null
  const begin = async (): Promise<Map<number, Lately>> => {
    const [lately, first] = await Promise.all([readLately(tx, ticketId, now), takeIds(tx, firstIds)])
    ids = first
    return lately
  }
  const begun = () => (known ??= begin())
  return {
    async nextId() {
      await begun()
      if (ids.length === 0) ids = await takeIds(tx, moreIds)
      const id = ids.shift()
      if (id === undefined) throw new Error('the database gave no number for a run')
      return id
    },
    lately: async (ruleId) => (await begun()).get(ruleId) ?? { runs: 0, cuts: 0 },
    enter: (id, entry) => void entries.push({ id, ...entry }),
    async write() {
      if (entries.length > 0) await insertRuns(tx, ticketId, now, entries)
    },
  }
}

async function readLately(tx: Tx, ticketId: number, now: Date): Promise<Map<number, Lately>> {
  const cut: RuleRun['outcome'] = 'cut'
  const { rows } = await sql<Lately & { rule_id: number }>`
    select rule_id, count(*) as runs, count(*) filter (where outcome = ${cut}) as cuts from rule_run
    where ticket_id = ${ticketId} and at > ${new Date(now.getTime() - hourMs)} group by rule_id`.execute(tx)
  return new Map(rows.map(({ rule_id, runs, cuts }) => [rule_id, { runs, cuts }]))
}

async function takeIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval('rule_run_id_seq') as id from generate_series(1, ${count}::int)`.execute(tx)
  return rows.map(({ id }) => id)
}

async function insertRuns(
  tx: Tx,
  ticketId: number,
  now: Date,
  entries: readonly (Entry & { id: number })[],
): Promise<void> {
  await sql`
    insert into rule_run (id, rule_id, rule_version, rule_name, ticket_id, event_id, trigger, outcome, cut, chain, trace,
      steps, at)
    overriding system value
    select id, rule_id, rule_version, rule_name, ${ticketId}::bigint, event_id, trigger, outcome, cut, chain, trace, steps,
      ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry (id bigint, rule_id bigint, rule_version integer,
      rule_name text, event_id bigint, trigger text, outcome text, cut text, chain bigint[], trace jsonb, steps jsonb)`.execute(
    tx,
  )
}
