import type { InfiniteData } from '@tanstack/react-query'
import type { OutboxLetter, OutboxState } from '#contract/outbox.ts'
import { queryClient } from '../../query-client.ts'
import { outboxQuery } from '../letters/mail-queries.ts'
import type { OutboxFilter } from '../letters/mail-search.ts'

type Pages = InfiniteData<{ items: OutboxLetter[]; nextCursor: string | null }, string | undefined>

const groupOf: Record<OutboxState, NonNullable<OutboxFilter['state']>> = {
  scheduled: 'waiting',
  held: 'waiting',
  queued: 'waiting',
  handing_over: 'waiting',
  failed: 'attention',
  unconfirmed: 'attention',
  sent: 'sent',
  cancelled: 'cancelled',
}

function change(keep: (letter: OutboxLetter, filter: OutboxFilter) => OutboxLetter | null): void {
  const [everything, outbox] = outboxQuery({}).queryKey
  for (const query of queryClient.getQueryCache().findAll({ queryKey: [everything, outbox] })) {
    const filter = query.queryKey[2] as OutboxFilter
    queryClient.setQueryData<Pages>(query.queryKey, (lists) =>
      lists === undefined
        ? undefined
        : {
            ...lists,
            pages: lists.pages.map((page) => ({
              ...page,
              items: page.items.flatMap((letter) => keep(letter, filter) ?? []),
            })),
          },
    )
  }
}

/** A letter as an action has left it, in every list on the screen; a list it belongs to no more loses it at once. */
export function putInLists(changed: OutboxLetter): void {
  change((letter, { state }) => {
    if (letter.kind !== changed.kind || letter.id !== changed.id) return letter
    return state === undefined || state === groupOf[changed.state] ? changed : null
  })
}

/** What was sent again asks for nobody's attention any more. */
export function takeFromAttention({ kind, id }: OutboxLetter): void {
  change((letter, { state }) =>
    state === 'attention' && letter.kind === kind && letter.id === id ? null : letter,
  )
}
