import type { DoneBy } from '#contract/rule-conditions.ts'
import type { RuleTrigger, WatchedField } from '#contract/rule-triggers.ts'
import { Cause } from '#contract/ticket-actions.ts'
import type { EventTable } from '#server/platform/events/tables.ts'

/** What happened, as the history has it. */
export interface Happening {
  type: string
  actorKind: EventTable['actor_kind']
  data: Readonly<Record<string, unknown>>
}

/** What a change of status says of its category; null for a status that is gone. */
export type CategoryOfStatus = (statusId: number) => string | null

/** The types of event a trigger may hear; none for silence and schedules, which are looked for. */
export function eventTypesOf(trigger: RuleTrigger): readonly string[] {
  switch (trigger.on) {
    case 'ticket_created':
      return ['ticket.created']
    case 'customer_wrote':
      return ['message.received']
    case 'agent_replied':
      return ['reply.created']
    case 'note_added':
      return ['note.added']
    case 'ticket_merged':
      return ['ticket.absorbed']
    case 'ticket_frozen':
      return ['ticket.frozen']
    case 'ticket_unfrozen':
      return ['ticket.unfrozen']
    case 'customer_rated':
      return ['ticket.rated']
    case 'sla_warned':
      return ['sla.warned']
    case 'sla_breached':
      return ['sla.breached']
    case 'field_changed':
      return trigger.field === 'status' || trigger.field === 'status_category'
        ? ['ticket.updated', 'ticket.reopened', 'ticket.frozen', 'ticket.unfrozen']
        : ['ticket.updated']
    case 'silence':
    case 'schedule':
      return []
  }
}

/** Every type of event that some rule could ask for. */
export const heardTypes = [
  'ticket.created',
  'message.received',
  'reply.created',
  'note.added',
  'ticket.absorbed',
  'ticket.frozen',
  'ticket.unfrozen',
  'ticket.updated',
  'ticket.reopened',
  'ticket.rated',
  'sla.warned',
  'sla.breached',
]

/** Whether the trigger means this event. */
export function hears(trigger: RuleTrigger, event: Happening, categoryOf: CategoryOfStatus): boolean {
  if (!eventTypesOf(trigger).includes(event.type)) return false
  switch (trigger.on) {
    // What machines answer is no answer of an agent.
    case 'agent_replied':
      return event.actorKind === 'agent'
    case 'sla_warned':
    case 'sla_breached':
      return trigger.clocks === null || trigger.clocks.some((clock) => clock === event.data['clock'])
    case 'field_changed':
      return hearsChange(trigger, event, categoryOf)
    default:
      return true
  }
}

type ChangeTrigger = Extract<RuleTrigger, { on: 'field_changed' }>

const wireName: Record<Exclude<WatchedField, 'custom'>, string> = {
  status: 'statusId',
  status_category: 'statusCategory',
  priority: 'priority',
  category: 'categoryId',
  team: 'teamId',
  assignee: 'assigneeId',
  subject: 'subject',
  tags: 'tags',
}

function hearsChange(trigger: ChangeTrigger, event: Happening, categoryOf: CategoryOfStatus): boolean {
  const changes = changesOf(event)
  const name = trigger.field === 'custom' ? `fields.${trigger.key}` : wireName[trigger.field]
  const change = changes[name] ?? (trigger.field === 'status_category' ? byStatus(changes, categoryOf) : null)
  // Opened again by the customer: the event tells the category, the statuses are not named.
  if (!change && trigger.field === 'status' && event.type === 'ticket.reopened') {
    return trigger.from === null && trigger.to === null
  }
  if (!change) return false
  const [from, to] = change
  if (Array.isArray(from) || Array.isArray(to)) return hearsList(trigger, listOf(from), listOf(to))
  return isAmong(trigger.from, from) && isAmong(trigger.to, to)
}

/** Of tags, and of a field with several choices: what went and what came. */
function hearsList({ from, to }: ChangeTrigger, before: unknown[], after: unknown[]): boolean {
  const went = before.filter((each) => !after.includes(each))
  const came = after.filter((each) => !before.includes(each))
  return (
    (from === null || went.some((each) => isAmong(from, each))) &&
    (to === null || came.some((each) => isAmong(to, each)))
  )
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function isAmong(wanted: ChangeTrigger['from'], value: unknown): boolean {
  return wanted === null || wanted.some((each) => each === (value ?? null))
}

/** The changes an event tells, by field: `[before, after]`. */
export function changesOf({ data }: Pick<Happening, 'data'>): Record<string, [unknown, unknown]> {
  const { changes } = data
  if (typeof changes !== 'object' || changes === null) return {}
  return Object.fromEntries(
    Object.entries(changes).filter(
      (entry): entry is [string, [unknown, unknown]] => Array.isArray(entry[1]) && entry[1].length === 2,
    ),
  )
}

function byStatus(
  changes: Record<string, [unknown, unknown]>,
  categoryOf: CategoryOfStatus,
): [unknown, unknown] | null {
  const change = changes['statusId']
  if (!change) return null
  const [from, to] = change.map((id) => (typeof id === 'number' ? categoryOf(id) : null))
  return from === to ? null : [from, to]
}

/** What made an event, where it happened by itself. */
export function causeOf({ data }: Pick<Happening, 'data'>): Cause | null {
  const cause = Cause.safeParse(data['cause'])
  return cause.success ? cause.data : null
}

/**
 * Who is behind an event: what did it, and the person who set that off by their own hand. An agent's macro is both an
 * agent's and a macro's; what a rule did is the rule's, whoever the rule answered.
 */
export function doneBy(event: Happening): readonly DoneBy[] {
  const cause = causeOf(event)
  if (!cause) return [event.actorKind]
  const what = cause.kind === 'mail_rule' ? 'rule' : cause.kind
  return event.actorKind === 'system' ? [what] : [what, event.actorKind]
}
