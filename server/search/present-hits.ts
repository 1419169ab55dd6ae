import type { SearchHit } from '#contract/search.ts'
import type { TicketListItem } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutExcerpt, highlight, type Query, type Range } from '#server/platform/language.ts'
import { loadListItems } from '#server/tickets/index.ts'
import { loadPosts } from './load-posts.ts'

export interface Hit {
  ticketId: number
  reason: SearchHit['reason']
  isFromNote: boolean
}

/** What the list of results shows: the ticket, and the place in it that was found. Ids must be visible ones. */
export async function presentHits(
  db: Db,
  actor: Actor,
  hits: readonly Hit[],
  query: Query,
): Promise<SearchHit[]> {
  const ids = hits.map((hit) => hit.ticketId)
  const isAboutText = hits.some((hit) => hit.reason !== 'number' && hit.reason !== 'name')
  const [items, posts] = await Promise.all([
    loadListItems(db, actor, ids),
    isAboutText ? loadPosts(db, hits, query) : [],
  ])
  const byTicket = Map.groupBy(posts, (post) => post.ticketId)
  const byId = new Map(items.map((item) => [item.id, item]))
  return hits.flatMap((hit) => {
    const ticket = byId.get(hit.ticketId)
    if (!ticket) return []
    const texts = (byTicket.get(hit.ticketId) ?? []).map((post) => post.text)
    return { ...present(ticket, texts, query), ...facts(hit) }
  })
}

function facts({ reason, isFromNote }: Hit): Pick<SearchHit, 'reason' | 'isFromNote'> {
  return { reason, isFromNote }
}

/** The post that holds the most of what was asked for; the first of equals. */
function present(
  ticket: TicketListItem,
  texts: readonly string[],
  query: Query,
): Pick<SearchHit, 'ticket' | 'excerpt' | 'excerptRanges' | 'subjectRanges'> {
  let best: { text: string; ranges: Range[] } = { text: ticket.snippet, ranges: [] }
  for (const text of texts) {
    const ranges = highlight(text, query)
    if (ranges.length > best.ranges.length) best = { text, ranges }
    if (best.ranges.length >= query.clauses.length) break
  }
  if (best.ranges.length === 0) best = { text: ticket.snippet, ranges: highlight(ticket.snippet, query) }
  return {
    ticket,
    ...cutExcerpt(best.text, best.ranges),
    subjectRanges: highlight(ticket.subject, query).map(([start, end]) => [start, end]),
  }
}
