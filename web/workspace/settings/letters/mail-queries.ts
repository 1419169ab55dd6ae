import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { getLetter, getLetterSource, listLetters } from '#contract/letters.ts'
import { getOutboxLetter, getOutboxSource, listOutbox, type OutboxKind } from '#contract/outbox.ts'
import { call } from '../../../api/call.ts'
import type { LettersFilter, OutboxFilter } from './mail-search.ts'

/** A day in the agent's own zone → the instants it begins and ends at. */
function instants({ from, to }: { from?: string; to?: string }): { from?: string; to?: string } {
  const midnight = (day: string, plus: number) => {
    const at = new Date(`${day}T00:00:00`)
    at.setDate(at.getDate() + plus)
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
  }
  return { from: from && midnight(from, 0), to: to && midnight(to, 1) }
}

/** Reads of the mail. All keys begin with `mail`: the live line makes them stale together. */
export const lettersQuery = ({ state, inbox, q, from, to }: LettersFilter) =>
  infiniteQueryOptions({
    queryKey: ['mail', 'letters', { state, inbox, q, from, to }],
    queryFn: ({ signal, pageParam }) => {
      const query = { state, inboxId: inbox, q, ...instants({ from, to }), cursor: pageParam, limit: 50 }
      return call(listLetters, { query }, { signal })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })

export const letterQuery = (id: number) =>
  queryOptions({
    queryKey: ['mail', 'letter', id],
    queryFn: ({ signal }) => call(getLetter, { params: { id } }, { signal }),
  })

export const letterSourceQuery = (id: number) =>
  queryOptions({
    queryKey: ['mail-source', 'letter', id],
    queryFn: ({ signal }) => call(getLetterSource, { params: { id } }, { signal }),
    staleTime: Infinity,
  })

export const outboxQuery = ({ state, kind, inbox, q, from, to }: OutboxFilter) =>
  infiniteQueryOptions({
    queryKey: ['mail', 'outbox', { state, kind, inbox, q, from, to }],
    queryFn: ({ signal, pageParam }) => {
      const query = {
        state,
        kind,
        inboxId: inbox,
        q,
        ...instants({ from, to }),
        cursor: pageParam,
        limit: 50,
      }
      return call(listOutbox, { query }, { signal })
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })

export const outboxLetterQuery = (kind: OutboxKind, id: number) =>
  queryOptions({
    queryKey: ['mail', 'outbox-letter', kind, id],
    queryFn: ({ signal }) => call(getOutboxLetter, { params: { kind, id } }, { signal }),
  })

export const outboxSourceQuery = (id: number) =>
  queryOptions({
    queryKey: ['mail-source', 'outbox', id],
    queryFn: ({ signal }) => call(getOutboxSource, { params: { id } }, { signal }),
    staleTime: Infinity,
  })
