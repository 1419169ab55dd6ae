import type { ClockKind, PriorityTargets, SlaCondition, SlaPolicy, SlaPolicyInput } from '#contract/sla.ts'

export const targetKinds = [
  'firstReply',
  'nextReply',
  'update',
  'solution',
] as const satisfies readonly (keyof PriorityTargets)[]
export const clockKinds = [
  'first_reply',
  'next_reply',
  'update',
  'solution',
  'stage',
] as const satisfies readonly ClockKind[]
export const pausableCategories = ['new', 'open', 'paused'] as const

export type ConditionField = SlaCondition['field']
export const conditionFields = [
  'team',
  'inbox',
  'category',
  'priority',
  'source',
  'tag',
  'organization',
  'status',
  'ticket_field',
  'customer_field',
  'organization_field',
] as const satisfies readonly ConditionField[]

/** A condition of another kind, still without a value. */
export function freshCondition(field: ConditionField, operator: SlaCondition['operator']): SlaCondition {
  switch (field) {
    case 'priority':
      return { field, operator, values: [] }
    case 'source':
      return { field, operator, values: [] }
    case 'tag':
      return { field, operator, values: [] }
    case 'ticket_field':
    case 'customer_field':
    case 'organization_field':
      return { field, key: '', operator, values: [] }
    default:
      return { field, operator, ids: [] }
  }
}

/** Whether a condition asks for something. */
export function isWhole(condition: SlaCondition): boolean {
  if ('ids' in condition) return condition.ids.length > 0
  return condition.values.length > 0 && (!('key' in condition) || condition.key !== '')
}

const nothing: PriorityTargets = { firstReply: null, nextReply: null, update: null, solution: null }

/** What a new policy begins with: a reply and a solution in business time, sooner for what presses. */
export function freshPolicy(calendarId: number | null): SlaPolicyInput {
  const time = calendarId === null ? 'calendar' : 'business'
  const of = (firstReply: number, solution: number): PriorityTargets => ({
    ...nothing,
    firstReply: { minutes: firstReply, time },
    nextReply: { minutes: firstReply * 2, time },
    solution: { minutes: solution, time },
  })
  return {
    name: '',
    isActive: true,
    calendarId,
    conditions: [],
    targets: { critical: of(30, 240), high: of(60, 480), medium: of(240, 1440), low: of(480, 2400) },
    stages: [],
    pausedIn: ['paused'],
    pausesWhenFrozen: true,
    pausedClocks: ['next_reply', 'solution', 'stage'],
    onReopen: 'resume',
    warnings: [{ kind: 'percent', percent: 75 }],
  }
}

/** What of a saved policy is written down. */
export function inputOf(policy: SlaPolicy): SlaPolicyInput {
  const { name, isActive, calendarId, conditions, targets, stages, pausedIn } = policy
  const { pausesWhenFrozen, pausedClocks, onReopen, warnings } = policy
  return {
    name,
    isActive,
    calendarId,
    conditions,
    targets,
    stages,
    pausedIn,
    pausesWhenFrozen,
    pausedClocks,
    onReopen,
    warnings,
  }
}

/** Whether anything at all is promised. */
export function promisesAnything({ targets, stages }: SlaPolicyInput): boolean {
  const all = Object.values(targets).flatMap((of) => targetKinds.map((kind) => of[kind]))
  return stages.length > 0 || all.some((target) => target !== null)
}
