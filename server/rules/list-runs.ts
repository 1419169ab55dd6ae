import { sql } from 'kysely'
import type { RuleRun, RuleRunTrace } from '#contract/rule-runs.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { readSettings } from '#server/platform/settings.ts'
import { mustSee, visibleTickets } from '#server/tickets/index.ts'
import type { RuleRunRow } from './tables.ts'

interface Page {
  cursor?: string | undefined
  limit: number
}
interface RunPage {
  items: RuleRun[]
  nextCursor: string | null
}

/** When a rule held, newest first, on tickets the actor sees. */
export async function listRuleRuns(db: Db, actor: Actor, ruleId: number, page: Page): Promise<RunPage> {
  found(await db.selectFrom('rule').select('id').where('id', '=', ruleId).executeTakeFirst())
  return listRuns(db, actor, { ruleId }, page)
}

/** What rules did with a ticket, newest first. */
export async function listTicketRuleRuns(
  db: Db,
  actor: Actor,
  ticketId: number,
  page: Page,
): Promise<RunPage> {
  await mustSee(db, actor, ticketId)
  return listRuns(db, actor, { ticketId }, page)
}

/** One run with everything that was asked; `not_found` on a ticket the actor does not see. */
export async function getRuleRun(db: Db, actor: Actor, id: number): Promise<RuleRunTrace> {
  const [row, names, settings] = await Promise.all([
    runs(db, actor).where('rule_run.id', '=', id).executeTakeFirst(),
    ruleNames(db),
    readSettings(db),
  ])
  const run = found(row)
  const version = await db
    .selectFrom('rule_version')
    .select('content')
    .where('rule_id', '=', run.rule_id)
    // Saving a draft counts as a version too, and changes nothing that runs.
    .where('version', '<=', run.rule_version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    ...present(run, names, settings.ticket_prefix),
    content: found(version).content,
    trace: run.trace,
  }
}

async function listRuns(
  db: Db,
  actor: Actor,
  of: { ruleId?: number; ticketId?: number },
  page: Page,
): Promise<RunPage> {
  const before = readCursor(page.cursor)
  let query = runs(db, actor)
  if (of.ruleId !== undefined) query = query.where('rule_run.rule_id', '=', of.ruleId)
  if (of.ticketId !== undefined) query = query.where('rule_run.ticket_id', '=', of.ticketId)
  if (before !== null) query = query.where('rule_run.id', '<', before.id)
  const [rows, names, settings] = await Promise.all([
    query
      .orderBy('rule_run.id', 'desc')
      .limit(page.limit + 1)
      .execute(),
    ruleNames(db),
    readSettings(db),
  ])
  const cut = cutPage(rows, page.limit, (row) => ({ value: null, id: row.id }))
  return {
    items: cut.rows.map((row) => present(row, names, settings.ticket_prefix)),
    nextCursor: cut.nextCursor,
  }
}

function runs(db: Db, actor: Actor) {
  return db
    .selectFrom('rule_run')
    .innerJoin('ticket', 'ticket.id', 'rule_run.ticket_id')
    .selectAll('rule_run')
    .select('ticket.subject')
    .where((eb) => visibleTickets(actor)(eb as never))
}

async function ruleNames(db: Db): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from rule`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

function present(
  row: RuleRunRow & { subject: string },
  names: ReadonlyMap<number, string>,
  prefix: string,
): RuleRun {
  return {
    id: row.id,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    ruleVersion: row.rule_version,
    ticket: { id: row.ticket_id, number: `${prefix}-${row.ticket_id}`, subject: row.subject },
    at: row.at.toISOString(),
    trigger: row.trigger,
    eventId: row.event_id,
    // Nobody ever reads the one that is being written.
    outcome: row.outcome,
    cut: row.cut,
    chain: row.chain.map((id) => ({ id, name: names.get(id) ?? `${id}` })),
    held: row.trace.filter(({ isHeld, path }) => isHeld && path !== 'conditions'),
    steps: row.steps,
  }
}
