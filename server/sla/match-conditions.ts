import type { Priority } from '#contract/desk.ts'
import type { SlaCondition } from '#contract/sla.ts'
import type { Source } from '#contract/tickets.ts'

/** What conditions look at. */
export interface Facets {
  teamId: number | null
  inboxId: number | null
  /** Its category and those above it. */
  categoryIds: readonly number[]
  organizationId: number | null
  statusId: number
  priority: Priority
  source: Source
  tags: readonly string[]
  fields: Readonly<Record<'ticket_field' | 'customer_field' | 'organization_field', Record<string, unknown>>>
}

/** Whether a ticket meets every condition. */
export function meets(facets: Facets, conditions: readonly SlaCondition[]): boolean {
  return conditions.every((condition) => holds(facets, condition))
}

function holds(facets: Facets, condition: SlaCondition): boolean {
  const isAny = isAnyOf(facets, condition)
  return condition.operator === 'any_of' ? isAny : !isAny
}

function isAnyOf(facets: Facets, condition: SlaCondition): boolean {
  switch (condition.field) {
    case 'team':
      return condition.ids.some((id) => id === facets.teamId)
    case 'inbox':
      return condition.ids.some((id) => id === facets.inboxId)
    case 'organization':
      return condition.ids.some((id) => id === facets.organizationId)
    case 'status':
      return condition.ids.includes(facets.statusId)
    case 'category':
      return condition.ids.some((id) => facets.categoryIds.includes(id))
    case 'priority':
      return condition.values.includes(facets.priority)
    case 'source':
      return condition.values.includes(facets.source)
    case 'tag':
      return overlaps(facets.tags, condition.values)
    case 'ticket_field':
    case 'customer_field':
    case 'organization_field':
      return overlaps(wordsOf(facets.fields[condition.field][condition.key]), condition.values)
  }
}

function overlaps(have: readonly string[], wanted: readonly string[]): boolean {
  const known = new Set(have.map((one) => one.toLocaleLowerCase()))
  return wanted.some((one) => known.has(one.toLocaleLowerCase()))
}

/** A field's value as texts: several for a choice of several. */
function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : []
}
