import { sql } from 'kysely'
import type { DryRunItem, DryRunPage } from '#contract/rule-runs.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { readCursor, writeCursor } from '#server/platform/paging.ts'
import { readSettings } from '#server/platform/settings.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { checkWords } from '../arrange/check-content.ts'
import { compileConditions } from '../evaluate/compile-conditions.ts'
import type { CategoryOfStatus } from '../evaluate/hear-event.ts'
import type { CompiledConditions } from '../evaluate/verdict.ts'
import { loadFacts } from '../load-facts.ts'
import { liveKeys, pointersOf } from '../references.ts'
import { readCategories } from '../run/answer-event.ts'
import { asItWas } from './past-ticket.ts'
import { type PastOccasion, pastOccasions } from './past-occasions.ts'
import { simulate } from './simulate.ts'

interface Wish {
  content: RuleContent
  days: number
  cursor?: string | undefined
  limit: number
}

const dayMs = 86_400_000
/** Looked at together. */
const batch = 250
/** A request answers after about so long with what it has; the next goes on from there. */
const mostMs = 1_500

/**
 * What a rule would have done with the tickets of the last days, part by part: each as it was when the rule would have
 * heard of it. Nothing can be changed on the way: the database is asked in a transaction that may only read, and what
 * actions would do is worked out on paper.
 */
export async function dryRun(db: Db, actor: Actor, wish: Wish, now: Date): Promise<DryRunPage> {
  checkWords(wish.content)
  const conditions = compileConditions(wish.content.conditions)
  const since = new Date(now.getTime() - wish.days * dayMs)
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      const rule = { content: await withoutGone(tx, wish.content), conditions }
      const categoryOf = await readCategories(tx)
      const { ticket_prefix: prefix } = await readSettings(tx)
      const total = await countTickets(tx, actor, since)
      const items: DryRunItem[] = []
      const startedAt = performance.now()
      let before = readCursor(wish.cursor)?.id ?? Number.MAX_SAFE_INTEGER
      let examined = 0
      let isDone = false
      while (!isDone && items.length < wish.limit && performance.now() - startedAt < mostMs) {
        const ids = await nextTickets(tx, actor, since, before)
        const found = await tryTickets(tx, rule, { ids, since, now, prefix, categoryOf })
        // So many as were asked for: the rest of the batch is looked at again next time.
        const taken = found.slice(0, wish.limit - items.length)
        items.push(...taken)
        const last = taken.length < found.length ? taken.at(-1)?.ticket.id : ids.at(-1)
        examined += last === undefined ? 0 : ids.indexOf(last) + 1
        before = last ?? before
        isDone = ids.length < batch && taken.length === found.length
      }
      return {
        since: since.toISOString(),
        total,
        examined,
        items,
        nextCursor: isDone ? null : writeCursor({ value: null, id: before }),
      }
    })
}

/** What the actions name and is gone would be passed over. */
async function withoutGone(db: Db, content: RuleContent): Promise<RuleContent> {
  const pointers = pointersOf(content)
  const live = await liveKeys(db, pointers)
  const gone = new Set(pointers.filter(({ kind, id }) => !live.has(`${kind} ${id}`)).map(({ path }) => path))
  return { ...content, actions: content.actions.filter((_, at) => !gone.has(`actions.${at}`)) }
}

const isOfTime = (since: Date) =>
  sql<boolean>`ticket.last_activity_at >= ${since} and ticket.merged_into_id is null`

async function countTickets(db: Db, actor: Actor, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(visibleTickets(actor))
    .where(isOfTime(since))
    .executeTakeFirstOrThrow()
  return count
}

async function nextTickets(db: Db, actor: Actor, since: Date, before: number): Promise<number[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('ticket.id')
    .where(visibleTickets(actor))
    .where(isOfTime(since))
    .where('ticket.id', '<', before)
    .orderBy('ticket.id', 'desc')
    .limit(batch)
    .execute()
  return rows.map((row) => row.id)
}

interface Batch {
  ids: readonly number[]
  since: Date
  now: Date
  prefix: string
  categoryOf: CategoryOfStatus
}

/** The tickets of a batch that the rule would have done something with, in the order of the batch. */
async function tryTickets(
  tx: Tx,
  { content, conditions }: { content: RuleContent; conditions: CompiledConditions },
  { ids, since, now, prefix, categoryOf }: Batch,
): Promise<DryRunItem[]> {
  const occasions = await pastOccasions(tx, content.triggers, { ids, since, now, categoryOf })
  const facts = await loadFacts(
    tx,
    occasions.map(({ wanted }) => wanted),
    conditions.needs,
  )
  const found = new Map<number, DryRunItem>()
  for (const [at, loaded] of facts.entries()) {
    const occasion = occasions[at]
    if (!occasion || found.has(loaded.ticket.id)) continue
    const item = tryOne(conditions, content, loaded, occasion, categoryOf, prefix)
    if (item) found.set(loaded.ticket.id, item)
  }
  return ids.flatMap((id) => found.get(id) ?? [])
}

function tryOne(
  conditions: CompiledConditions,
  content: RuleContent,
  facts: Awaited<ReturnType<typeof loadFacts>>[number],
  { wanted, since }: PastOccasion,
  categoryOf: CategoryOfStatus,
  prefix: string,
): DryRunItem | null {
  const then = { ...facts, ticket: asItWas(facts.ticket, since, categoryOf) }
  if (!conditions.holds(then)) return null
  const { changes, others } = simulate(content.actions, then.ticket)
  if (Object.keys(changes).length === 0 && others.length === 0) return null
  const { id } = facts.ticket
  return {
    ticket: { id, number: `${prefix}-${id}`, subject: facts.ticket.subject },
    at: wanted.at.toISOString(),
    trigger: wanted.occasion.trigger,
    held: conditions.trace(then).filter(({ isHeld, path }) => isHeld && path !== 'conditions'),
    changes,
    others,
  }
}
