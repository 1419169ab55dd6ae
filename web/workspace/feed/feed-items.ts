import type { InfiniteData } from '@tanstack/react-query'
import type { FeedItem } from '#contract/tickets.ts'
import { causeOf } from './cause.ts'

type Of<K extends FeedItem['kind']> = Extract<FeedItem, { kind: K }>
export type CustomerMessage = Of<'customer_message'>
export type Reply = Of<'reply'>
export type Note = Of<'note'>
export type EventItem = Of<'event'>

export type FeedRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'post'; readonly key: string; readonly post: CustomerMessage | Reply | Note }
  | { readonly kind: 'events'; readonly key: string; readonly events: readonly EventItem[] }

/** Changes made within this time by one person are one thought: they are shown as one line group. */
const sameThoughtMs = 90_000

function localDay(at: string): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function belongs(last: FeedRow | undefined, item: EventItem): boolean {
  if (last?.kind !== 'events') return false
  const first = last.events[0]
  return (
    first !== undefined &&
    first.actor.kind === item.actor.kind &&
    first.actor.id === item.actor.id &&
    sameCause(first, item) &&
    Date.parse(item.at) - Date.parse(first.at) < sameThoughtMs
  )
}

/** What two rules did is told apart. */
function sameCause(one: EventItem, other: EventItem): boolean {
  return JSON.stringify(causeOf(one)) === JSON.stringify(causeOf(other))
}

/** A reply that waited stands where it left; one that still waits stands last, where nobody overlooks it. */
function timeOf(item: FeedItem): number {
  if (item.kind !== 'reply') return Date.parse(item.at)
  const { state, sendAt, releasedAt } = item.delivery
  if (sendAt !== null && state !== 'cancelled') return Number.POSITIVE_INFINITY
  return Date.parse(releasedAt ?? item.at)
}

/** Lines of a chat that one person says within this time are one talk. */
const sameTalkMs = 180_000

/** Whether a row goes on where the one before stopped: the same person, in the chat, a moment later. */
export function isContinued(before: FeedRow | undefined, row: FeedRow): boolean {
  if (before?.kind !== 'post' || row.kind !== 'post') return false
  const [a, b] = [before.post, row.post]
  if (a.kind === 'note' || b.kind === 'note' || a.channel !== 'chat' || b.channel !== 'chat') return false
  const speaker = (post: CustomerMessage | Reply) =>
    post.kind === 'reply' ? `agent ${post.agent?.id}` : `customer ${post.customer.id}`
  return (
    speaker(a) === speaker(b) &&
    a.cameFrom?.id === b.cameFrom?.id &&
    Date.parse(saidAt(b)) - Date.parse(saidAt(a)) < sameTalkMs
  )
}

/** When it was said, as the reader counts: a reply that waited was said when it left. */
export function saidAt(item: FeedItem): string {
  return item.kind === 'reply' ? (item.delivery.releasedAt ?? item.at) : item.at
}

/** Pages from the newest to the oldest → rows from the oldest to the newest, days marked, small changes gathered. */
export function feedRows(pages: InfiniteData<{ items: FeedItem[] }>['pages']): FeedRow[] {
  const rows: FeedRow[] = []
  let day = ''
  const items = pages.toReversed().flatMap((page) => page.items)
  const isLate = (item: FeedItem) =>
    item.kind === 'reply' && (item.delivery.sendAt ?? item.delivery.releasedAt)
  const ordered = items.some(isLate) ? items.toSorted((a, b) => compare(timeOf(a), timeOf(b))) : items
  for (const item of ordered) {
    const its = localDay(saidAt(item))
    const isWaiting = item.kind === 'reply' && item.delivery.sendAt !== null
    if (its !== day && !isWaiting) {
      // The first day needs no line: the heading has just said when the ticket was created.
      if (day !== '') rows.push({ kind: 'day', key: `day ${its}`, at: saidAt(item) })
      day = its
    }
    const last = rows.at(-1)
    if (item.kind !== 'event') rows.push({ kind: 'post', key: `${item.kind} ${item.id}`, post: item })
    else if (last?.kind === 'events' && belongs(last, item))
      rows[rows.length - 1] = { ...last, events: [...last.events, item] }
    else rows.push({ kind: 'events', key: `event ${item.id}`, events: [item] })
  }
  return rows
}
