import { sql } from 'kysely'
import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleGroup, RuleTest } from '#contract/rule-conditions.ts'
import type { Reference, ReferenceKind } from '#contract/rule-files.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** Something a rule points at by id, and where in its content. */
export interface Pointer {
  kind: ReferenceKind
  id: number
  path: string
}

/** Says what stands in the place of an id. */
type Turn = (kind: ReferenceKind, id: number, path: string) => number

/** Everything a rule points at. */
export function pointersOf(content: RuleContent): Pointer[] {
  const pointers: Pointer[] = []
  turnReferences(content, (kind, id, path) => {
    pointers.push({ kind, id, path })
    return id
  })
  return pointers
}

/** The same rule with other ids in the places of its ids. */
export function turnReferences(content: RuleContent, turn: Turn): RuleContent {
  return {
    triggers: content.triggers.map((trigger, at) => turnTrigger(trigger, turn, `triggers.${at}`)),
    conditions: turnGroup(content.conditions, turn, 'conditions'),
    actions: content.actions.map((action, at) => turnAction(action, turn, `actions.${at}`)),
  }
}

const watched: Partial<Record<string, ReferenceKind>> = {
  status: 'status',
  category: 'category',
  team: 'team',
  assignee: 'agent',
}

function turnTrigger(trigger: RuleTrigger, turn: Turn, path: string): RuleTrigger {
  if (trigger.on === 'silence' && trigger.calendarId !== null) {
    return { ...trigger, calendarId: turn('calendar', trigger.calendarId, path) }
  }
  if (trigger.on !== 'field_changed') return trigger
  const kind = watched[trigger.field]
  if (!kind) return trigger
  const each = (value: string | number | boolean | null) =>
    typeof value === 'number' ? turn(kind, value, path) : value
  return { ...trigger, from: trigger.from?.map(each) ?? null, to: trigger.to?.map(each) ?? null }
}

function turnGroup(group: RuleGroup, turn: Turn, path: string): RuleGroup {
  const conditions = group.conditions.map((condition, at) =>
    'field' in condition
      ? turnTest(condition, turn, `${path}.${at}`)
      : turnGroup(condition, turn, `${path}.${at}`),
  )
  return { ...group, conditions }
}

const tested = {
  status: 'status',
  category: 'category',
  team: 'team',
  assignee: 'agent',
  inbox: 'inbox',
  customer: 'customer',
  organization: 'organization',
} as const

function turnTest(test: RuleTest, turn: Turn, path: string): RuleTest {
  switch (test.field) {
    case 'status':
    case 'category':
    case 'team':
    case 'assignee':
    case 'inbox':
    case 'customer':
    case 'organization': {
      const kind = tested[test.field]
      return { ...test, values: test.values.map((id) => (id === null ? null : turn(kind, id, path))) }
    }
    case 'working_time':
      return { ...test, calendarId: turn('calendar', test.calendarId, path) }
    default:
      return test
  }
}

function turnAction(action: RuleAction, turn: Turn, path: string): RuleAction {
  const maybe = (kind: ReferenceKind, id: number | null) => (id === null ? null : turn(kind, id, path))
  switch (action.type) {
    case 'set_status':
      return { ...action, statusId: turn('status', action.statusId, path) }
    case 'set_category':
      return { ...action, categoryId: maybe('category', action.categoryId) }
    case 'set_team':
      return { ...action, teamId: maybe('team', action.teamId) }
    case 'set_assignee':
      return { ...action, assigneeId: maybe('agent', action.assigneeId) }
    case 'start_checklist':
      return { ...action, checklistId: turn('checklist', action.checklistId, path) }
    case 'route':
      return { ...action, teamId: maybe('team', action.teamId) }
    case 'notify':
      return {
        ...action,
        agentIds: action.agentIds.map((id) => turn('agent', id, path)),
        teamIds: action.teamIds.map((id) => turn('team', id, path)),
      }
    case 'run_macro':
      return { ...action, macroId: turn('macro', action.macroId, path) }
    case 'call_webhook':
      return { ...action, webhookId: turn('webhook', action.webhookId, path) }
    case 'set_sla_policy':
      return { ...action, policyId: maybe('sla_policy', action.policyId) }
    default:
      return action
  }
}

const categoryPath = `(with recursive line as (
    select names, parent_id, 0 as step from ticket_category as own where own.id = ticket_category.id
    union all select above.names, above.parent_id, step + 1
      from line join ticket_category as above on above.id = line.parent_id where step < 20
  ) select string_agg(names ->> 'ru', ' / ' order by step desc) from line)`

/** Where a kind lies, what it is called there, and which of its rows are in force. */
const places: Record<ReferenceKind, { table: string; name: string; isLive: string }> = {
  status: { table: 'ticket_status', name: `names ->> 'ru'`, isLive: 'archived_at is null' },
  // With those above it: of «Другое» there is one in every branch.
  category: { table: 'ticket_category', name: categoryPath, isLive: 'archived_at is null' },
  team: { table: 'team', name: 'name', isLive: 'archived_at is null' },
  agent: { table: 'agent', name: 'email', isLive: 'is_active' },
  inbox: { table: 'inbox', name: 'address', isLive: 'true' },
  customer: {
    table: 'customer',
    name: `(select min(value) from customer_address where customer_id = customer.id and kind = 'email')`,
    isLive: 'true',
  },
  organization: { table: 'organization', name: 'name', isLive: 'true' },
  calendar: { table: 'calendar', name: 'name', isLive: 'true' },
  // What is one agent's own, rules cannot use.
  macro: { table: 'macro', name: 'name', isLive: `archived_at is null and scope <> 'personal'` },
  webhook: { table: 'webhook', name: 'name', isLive: 'removed_at is null' },
  sla_policy: { table: 'sla_policy', name: 'name', isLive: 'archived_at is null' },
  checklist: { table: 'checklist', name: 'name', isLive: 'archived_at is null' },
}

/** What of these is in force, with its name; what is gone is left out. */
export async function readReferences(
  db: Db,
  wanted: readonly Pick<Pointer, 'kind' | 'id'>[],
): Promise<Reference[]> {
  const byKind = Map.groupBy(wanted, ({ kind }) => kind)
  const found = await Promise.all(
    [...byKind].map(async ([kind, pointers]) => {
      const { table, name, isLive } = places[kind]
      const { rows } = await sql<{ id: number; name: string | null }>`
        select id, ${sql.raw(name)} as name from ${sql.table(table)}
        where id = any(${[...new Set(pointers.map(({ id }) => id))]}::bigint[]) and ${sql.raw(isLive)}
        order by id`.execute(db)
      return rows.map((row) => ({ kind, id: row.id, name: row.name ?? '' }))
    }),
  )
  return found.flat()
}

/** The ids of what is called so here; the first in force where several are. Letter case does not matter. */
export async function findByName(
  db: Db,
  wanted: readonly Pick<Reference, 'kind' | 'name'>[],
): Promise<(reference: Pick<Reference, 'kind' | 'name'>) => number | null> {
  const found = new Map<string, number>()
  for (const [kind, references] of Map.groupBy(wanted, (each) => each.kind)) {
    const { table, name, isLive } = places[kind]
    const { rows } = await sql<{ id: number; name: string }>`
      select min(id) as id, lower(${sql.raw(name)}) as name from ${sql.table(table)}
      where lower(${sql.raw(name)}) = any(${references.map((each) => each.name.toLowerCase())}::text[])
        and ${sql.raw(isLive)} group by 2`.execute(db)
    for (const row of rows) found.set(`${kind} ${row.name}`, row.id)
  }
  return ({ kind, name }) => found.get(`${kind} ${name.toLowerCase()}`) ?? null
}

/** `kind id` of everything that is there, so that many rules are looked through with few questions. */
export async function liveKeys(db: Db, pointers: readonly Pointer[]): Promise<ReadonlySet<string>> {
  return new Set((await readReferences(db, pointers)).map(({ kind, id }) => `${kind} ${id}`))
}
