import { sql } from 'kysely'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type CategoryOfStatus, eventTypesOf, hears } from '../evaluate/hear-event.ts'
import type { Wanted } from '../load-facts.ts'
import { type EventRow, occasionOf } from '../run/answer-event.ts'
import { pastSilences } from './past-silences.ts'

/** A moment at which a rule would have heard of a ticket, and what has happened to the ticket since. */
export interface PastOccasion {
  wanted: Wanted
  since: readonly EventRow[]
}

interface Time {
  ids: readonly number[]
  since: Date
  now: Date
  categoryOf: CategoryOfStatus
}

/** By ticket in the order of the ids, and in the order of time within each. */
export async function pastOccasions(
  tx: Tx,
  triggers: readonly RuleTrigger[],
  time: Time,
): Promise<PastOccasion[]> {
  if (time.ids.length === 0) return []
  const [events, silences] = await Promise.all([
    readEvents(tx, triggers, time),
    pastSilences(tx, triggers, time),
  ])
  const byTicket = Map.groupBy(events, (event) => event.ticketId)
  return time.ids.flatMap((ticketId) => {
    const history = byTicket.get(ticketId) ?? []
    const heard = history.flatMap((event, at): PastOccasion[] => {
      const trigger = triggers.find((each) => hears(each, event, time.categoryOf))
      if (!trigger) return []
      const { doneBy, ...wanted } = occasionOf(event, ticketId, event.at)
      return [
        {
          wanted: { ...wanted, asOf: event.at, occasion: { trigger: trigger.on, doneBy } },
          since: history.slice(at + 1),
        },
      ]
    })
    const silent = (silences.get(ticketId) ?? []).map((at): PastOccasion => ({
      wanted: { ...lookedAt(ticketId, 'silence', at), asOf: at },
      since: history.filter((event) => event.at > at),
    }))
    // A schedule looks at tickets as they are: what it would do now.
    const scheduled = triggers.some((trigger) => trigger.on === 'schedule')
      ? [{ wanted: lookedAt(ticketId, 'schedule', time.now), since: [] }]
      : []
    return [...heard, ...silent, ...scheduled].toSorted(
      (a, b) => a.wanted.at.getTime() - b.wanted.at.getTime(),
    )
  })
}

function lookedAt(ticketId: number, trigger: 'silence' | 'schedule', at: Date): Wanted {
  const occasion = { trigger, doneBy: ['system' as const] }
  return { ticketId, messageId: null, noteId: null, isAutomatic: false, occasion, at }
}

/** What the triggers may hear, and whatever changed the tickets. */
async function readEvents(
  tx: Tx,
  triggers: readonly RuleTrigger[],
  { ids, since }: Time,
): Promise<(EventRow & { ticketId: number })[]> {
  const types = [...new Set(triggers.flatMap((trigger) => eventTypesOf(trigger)))]
  const { rows } = await sql<Omit<EventRow, 'actorKind'> & { ticketId: number }>`
    select id, ticket_id as "ticketId", at, type, actor_kind, data from event
    where ticket_id = any(${[...ids]}::bigint[]) and at >= ${since}
      and (type = any(${types}::text[]) or data ? 'changes')
    order by id`.execute(tx)
  return rows.map((row) => ({ ...row, actorKind: row.actor_kind }))
}
