import { sql } from 'kysely'
import type { Rule, RuleList, RuleProblem } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readSettings } from '#server/platform/settings.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { patternProblem, templateProblem, templatesOf, testsOf } from './arrange/check-content.ts'
import { fieldId, fieldPointersOf, liveFields } from './field-pointers.ts'
import { liveKeys, pointersOf } from './references.ts'
import type { RuleRow } from './tables.ts'

const weekMs = 7 * 86_400_000

/** All rules in the order they run, with what they did lately. */
export async function listRules(db: Db, actor: Actor, now: Date): Promise<RuleList> {
  const [items, groups] = await Promise.all([
    readRules(db, actor, now),
    db.selectFrom('rule_group').select(['id', 'name']).orderBy('position').orderBy('id').execute(),
  ])
  return { items, groups }
}

export async function getRule(db: Db, actor: Actor, id: number, now: Date): Promise<Rule> {
  const rules = await readRules(db, actor, now)
  return found(rules.find((rule) => rule.id === id))
}

type Row = RuleRow & { place: number; updated_by: string | null }

async function readRules(db: Db, actor: Actor, now: Date): Promise<Rule[]> {
  const [rows, settings] = await Promise.all([
    db
      .selectFrom('rule')
      .leftJoin('rule_group', 'rule_group.id', 'rule.group_id')
      .leftJoin('agent', 'agent.id', 'rule.updated_by_id')
      .selectAll('rule')
      .select('agent.name as updated_by')
      .select(
        sql<number>`row_number() over (order by rule_group.position nulls first, rule_group.id nulls first,
          rule.position, rule.id)::int`.as('place'),
      )
      .where('rule.deleted_at', 'is', null)
      .orderBy('place')
      .execute(),
    readSettings(db),
  ])
  const [lives, fields, weeks, lasts] = await Promise.all([
    liveKeys(
      db,
      rows.flatMap((row) => pointersOf(row.content)),
    ),
    liveFields(db),
    runsSince(db, new Date(now.getTime() - weekMs)),
    lastRuns(db, actor),
  ])
  return rows.map((row) => {
    const last = lasts.get(row.id)
    return {
      ...present(row),
      problems: problemsOf(row, lives, fields),
      runsThisWeek: weeks.get(row.id) ?? 0,
      lastRun: last
        ? {
            at: last.at.toISOString(),
            ticketId: last.ticket_id,
            number: last.ticket_id === null ? null : `${settings.ticket_prefix}-${last.ticket_id}`,
          }
        : null,
    }
  })
}

function present(row: Row): Omit<Rule, 'problems' | 'runsThisWeek' | 'lastRun'> {
  return {
    id: row.id,
    name: row.name,
    groupId: row.group_id,
    place: row.place,
    isActive: row.is_active,
    content: row.content,
    draft: row.draft,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  }
}

function problemsOf(
  { content }: RuleRow,
  live: ReadonlySet<string>,
  fields: ReadonlyMap<string, unknown>,
): RuleProblem[] {
  const gone = pointersOf(content)
    .filter(({ kind, id }) => !live.has(`${kind} ${id}`))
    .map(({ path }) => ({ path, problem: 'gone' as const, detail: null }))
  const strange = fieldPointersOf(content)
    .filter((pointer) => !fields.has(fieldId(pointer)))
    .map(({ path, key }) => ({ path, problem: 'no_field' as const, detail: key }))
  const broken = testsOf(content.conditions, 'conditions').flatMap(({ path, test }) => {
    if (!('how' in test) || test.how !== 'pattern') return []
    return test.values.flatMap((value) => {
      const problem = patternProblem(value)
      return problem ? [{ path, problem: 'invalid_pattern' as const, detail: problem.message }] : []
    })
  })
  const unfillable = content.actions.flatMap((action, at) => {
    const [problem] = Object.values(templatesOf(action)).flatMap(
      (template) => templateProblem(template) ?? [],
    )
    if (!problem) return []
    const word = problem.facts.detail?.['word']
    const detail = typeof word === 'string' ? word : null
    return [{ path: `actions.${at}`, problem: 'invalid_template' as const, detail }]
  })
  return [...gone, ...strange, ...broken, ...unfillable]
}

async function runsSince(db: Db, since: Date): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('rule_run')
    .select((eb) => ['rule_id', eb.fn.countAll<number>().as('count')])
    .where('at', '>', since)
    .where('outcome', '<>', 'cut')
    .groupBy('rule_id')
    .execute()
  return new Map(rows.map((row) => [row.rule_id, row.count]))
}

/** The last run of each rule; its ticket only where the caller sees it. */
async function lastRuns(db: Db, actor: Actor): Promise<Map<number, { at: Date; ticket_id: number | null }>> {
  const rows = await db
    .selectFrom('rule')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('rule_run')
          .select(['rule_run.at', 'rule_run.ticket_id'])
          .whereRef('rule_run.rule_id', '=', 'rule.id')
          .where('rule_run.outcome', '<>', 'cut')
          .orderBy('rule_run.id', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .leftJoin('ticket', (join) => join.onRef('ticket.id', '=', 'last.ticket_id'))
    .select(['rule.id', 'last.at'])
    .select((eb) =>
      eb
        .case()
        .when(visibleTickets(actor)(eb as never))
        .then(eb.ref('ticket.id'))
        .end()
        .as('ticket_id'),
    )
    .where('rule.deleted_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
