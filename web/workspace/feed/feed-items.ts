import type { InfiniteData } from '@tanstack/react-query'
import type { FeedItem } from '#contract/tickets.ts'

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

function belongs(last: FeedRow | undefined, item: EventItem): boolean {
  if (last?.kind !== 'events') return false
  const first = last.events[0]
  return (
    first !== undefined &&
    first.actor.kind === item.actor.kind &&
    first.actor.id === item.actor.id &&
    Date.parse(item.at) - Date.parse(first.at) < sameThoughtMs
  )
}

/** Pages from the newest to the oldest → rows from the oldest to the newest, days marked, small changes gathered. */
export function feedRows(pages: InfiniteData<{ items: FeedItem[] }>['pages']): FeedRow[] {
  const rows: FeedRow[] = []
  let day = ''
  for (const page of pages.toReversed()) {
    for (const item of page.items) {
      const its = localDay(item.at)
      if (its !== day) {
        // The first day needs no line: the heading has just said when the ticket was created.
        if (day !== '') rows.push({ kind: 'day', key: `day ${its}`, at: item.at })
        day = its
      }
      const last = rows.at(-1)
      if (item.kind !== 'event') rows.push({ kind: 'post', key: `${item.kind} ${item.id}`, post: item })
      else if (last?.kind === 'events' && belongs(last, item))
        rows[rows.length - 1] = { ...last, events: [...last.events, item] }
      else rows.push({ kind: 'events', key: `event ${item.id}`, events: [item] })
    }
  }
  return rows
}
