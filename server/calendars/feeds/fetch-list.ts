import type { CalendarFeed } from '#contract/calendars.ts'
import { OutboundFailed, sendOutbound } from '#server/platform/http/outbound.ts'
import type { PrivateNetworks } from '#server/platform/http/outbound-address.ts'
import type { FeedDay } from '../tables.ts'
import { readList } from './read-list.ts'

export type FetchedList =
  | { kind: 'read'; days: FeedDay[]; skipped: number; etag: string | null }
  | { kind: 'unchanged' }
  | { kind: 'failed'; failure: NonNullable<CalendarFeed['failure']> }

const maxBytes = 1_000_000

/** Reads the list at an address, if it is another than last time. Never throws for what the other side does. */
export async function fetchList(
  networks: PrivateNetworks,
  { url, etag }: { url: string; etag: string | null },
  now: Date,
): Promise<FetchedList> {
  const failed = (failure: NonNullable<CalendarFeed['failure']>) => ({ kind: 'failed', failure }) as const
  try {
    const answer = await sendOutbound(networks, {
      url,
      headers: { accept: 'text/calendar', ...(etag !== null && { 'if-none-match': etag }) },
      timeoutMs: 20_000,
      maxBytes,
      plainHttp: 'public',
      maxRedirects: 3,
    })
    if (answer.status === 304) return { kind: 'unchanged' }
    if (answer.status !== 200) return failed('refused')
    if (answer.isCut) return failed(answer.body.length >= maxBytes ? 'too_large' : 'unreachable')
    const list = await readList(answer.body.toString('utf8'), now)
    if ('failure' in list) return failed(list.failure)
    return { kind: 'read', ...list, etag: answer.headers.etag?.slice(0, 200) ?? null }
  } catch (error) {
    if (!(error instanceof OutboundFailed)) throw error
    return failed(error.problem === 'private_address' ? 'forbidden_address' : 'unreachable')
  }
}
