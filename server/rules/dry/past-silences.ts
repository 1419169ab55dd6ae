import { sql } from 'kysely'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { silenceLength, type SilenceTrigger } from '../moments/silence-ends.ts'

interface Post {
  ticket_id: number
  at: Date
  is_ours: boolean
}

/** By ticket: the moments of the time at which a silence had lasted long enough. */
export async function pastSilences(
  tx: Tx,
  triggers: readonly RuleTrigger[],
  { ids, since, now }: { ids: readonly number[]; since: Date; now: Date },
): Promise<Map<number, Date[]>> {
  const found = new Map<number, Date[]>()
  const silent = triggers.filter((trigger) => trigger.on === 'silence')
  if (silent.length === 0) return found
  const posts = await readPosts(tx, ids)
  for (const trigger of silent) {
    const length = await silenceLength(tx, trigger)
    if (!length) continue
    for (const [ticketId, conversation] of Map.groupBy(posts, (post) => post.ticket_id)) {
      const moments = stretches(conversation, trigger.of).flatMap(({ from, to }) => {
        const end = length.endOf(from)
        return end >= since && end <= now && (to === null || end < to) ? [end] : []
      })
      found.set(ticketId, [...(found.get(ticketId) ?? []), ...moments])
    }
  }
  return found
}

/**
 * Stretches in which one side owed a word: of the agents from the first message nobody has answered, of the customer
 * from our last word.
 */
function stretches(posts: readonly Post[], of: SilenceTrigger['of']): { from: Date; to: Date | null }[] {
  const found: { from: Date; to: Date | null }[] = []
  let from: Date | null = null
  for (const post of posts) {
    const isBroken = of === 'agents' ? post.is_ours : true
    if (from !== null && isBroken) {
      found.push({ from, to: post.at })
      from = null
    }
    const begins = of === 'agents' ? !post.is_ours : post.is_ours
    if (begins) from ??= post.at
  }
  if (from !== null) found.push({ from, to: null })
  return found
}

async function readPosts(tx: Tx, ids: readonly number[]): Promise<Post[]> {
  const { rows } = await sql<Post>`
    select ticket_id, created_at as at, false as is_ours from customer_message where ticket_id = any(${[...ids]}::bigint[])
    union all
    select ticket_id, coalesce(released_at, created_at), true from reply
      where ticket_id = any(${[...ids]}::bigint[]) and not is_automatic
        and delivery_state not in ('cancelled', 'scheduled', 'held')
    order by ticket_id, at`.execute(tx)
  return rows
}
