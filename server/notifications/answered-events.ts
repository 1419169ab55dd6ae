import { sql } from 'kysely'
import type { AnswerWhen } from '#server/platform/events/answerers.ts'

/**
 * The events somebody may be told of, and what tells at once that nobody is: a letter nobody has taken on must not cost
 * a job that finds that out. Who it is, the job looks up.
 */
export const answeredEvents: Record<string, AnswerWhen> = {
  'ticket.created': ({ actor, ticketId }) => actor.kind !== 'customer' && isAssigned(ticketId),
  'ticket.updated': ({ data }) =>
    (data?.['changes'] as Record<string, unknown> | undefined)?.['assigneeId'] !== undefined,
  'message.received': ({ ticketId }) => sql<boolean>`(${isAssigned(ticketId)}
    or exists (select from ticket_follower where ticket_id = ${ticketId}))`,
  'note.added': ({ data }) => Array.isArray(data?.['mentionedIds']) && data['mentionedIds'].length > 0,
  'sla.warned': wasNews,
  'sla.breached': wasNews,
  'webhook.disabled': () => true,
  'webhook.gave_up': () => true,
}

/** A policy that begins to hold for thousands of tickets long overdue must not cost a job for each. */
function wasNews({ data }: Parameters<AnswerWhen>[0]): boolean {
  return data?.['wasOver'] !== true
}

function isAssigned(ticketId: number | undefined) {
  return sql<boolean>`exists (select from ticket where id = ${ticketId} and assignee_id is not null)`
}
