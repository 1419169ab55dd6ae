import { Priority, StatusCategory } from '#contract/desk.ts'
import { type CategoryOfStatus, changesOf, type Happening } from '../evaluate/hear-event.ts'
import type { TicketFacts } from '../evaluate/facts.ts'

/** A ticket as it was before what has happened since: changes told by its history are undone, the last first. */
export function asItWas(
  ticket: TicketFacts,
  since: readonly Pick<Happening, 'data'>[],
  categoryOf: CategoryOfStatus,
): TicketFacts {
  let past = ticket
  for (const event of since.toReversed()) {
    for (const [field, [before]] of Object.entries(changesOf(event)))
      past = { ...past, ...undone(past, field, before, categoryOf) }
  }
  return past
}

function undone(
  ticket: TicketFacts,
  field: string,
  before: unknown,
  categoryOf: CategoryOfStatus,
): Partial<TicketFacts> {
  if (field.startsWith('fields.')) {
    return { fields: { ...ticket.fields, [field.slice('fields.'.length)]: before } }
  }
  switch (field) {
    case 'subject':
      return typeof before === 'string' ? { subject: before } : {}
    case 'statusId':
      return typeof before === 'number'
        ? {
            statusId: before,
            statusCategory: StatusCategory.safeParse(categoryOf(before)).data ?? ticket.statusCategory,
          }
        : {}
    case 'statusCategory':
      return { statusCategory: StatusCategory.safeParse(before).data ?? ticket.statusCategory }
    case 'priority':
      return { priority: Priority.safeParse(before).data ?? ticket.priority }
    case 'tags':
      return Array.isArray(before) ? { tags: before.map(String) } : {}
    case 'categoryId':
    case 'teamId':
    case 'assigneeId':
      return before === null || typeof before === 'number' ? { [field]: before } : {}
    default:
      return {}
  }
}
