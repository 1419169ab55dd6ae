import { type InfiniteData, useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import {
  addNote,
  type ChosenRecipients,
  type FeedItem,
  type IfCustomerWrites,
  replyToTicket,
} from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'
import { feedQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { inlineFileIds, mentionedIds } from './composed-html.ts'
import type { DraftContent } from './use-draft.ts'

export interface Outgoing {
  readonly kind: 'reply' | 'note'
  readonly html: string
  readonly fileIds: readonly number[]
  readonly statusId?: number
  /** Whom the agent saw; `isChosen` when they are not the usual ones. Replies only. */
  readonly expected?: ChosenRecipients
  readonly isChosen?: boolean
  /** The agent knows that letters to one of them came back. */
  readonly sendsToBlocked?: boolean
  readonly undoSeconds?: number
  /** Left out: now. */
  readonly later?: { readonly sendAt: string; readonly ifCustomerWrites: IfCustomerWrites }
  /** Sent although the conversation has moved on. */
  readonly isAnyway?: boolean
}

type FeedPages = InfiniteData<{ items: FeedItem[]; nextCursor: string | null }, string | undefined>

/** The new post stands in the feed before the refetch confirms it. */
export function showAtOnce(ticketId: number, post: FeedItem): void {
  queryClient.setQueryData<FeedPages>(feedQuery(ticketId).queryKey, (feed) => {
    const [newest, ...older] = feed?.pages ?? []
    if (!feed || !newest || newest.items.some((each) => each.kind === post.kind && each.id === post.id))
      return feed
    return { ...feed, pages: [{ ...newest, items: [...newest.items, post] }, ...older] }
  })
}

/** What may have arrived although nobody knows: said again, also after the ticket was left, it has the same key. */
const attempts = new Map<number, { content: string; key: string; seenPostId: number }>()

/** Under this name an answer of a ticket is on its way. */
export const sendingKey = (ticketId: number) => ['send', ticketId] as const

/** An answer, what it was written from, and how it was meant to go. */
export interface Sending<I> {
  readonly out: Outgoing
  /** Kept as the draft when the answer does not go. */
  readonly draft: DraftContent
  readonly intent: I
}

interface Answers<I> {
  /** `isHere` is false when the ticket was left meanwhile. */
  readonly onSent: (post: FeedItem, sending: Sending<I>, isHere: boolean) => Promise<void>
  readonly onRefused: (error: Error, sending: Sending<I>, isHere: boolean) => void
  readonly keep: (draft: DraftContent) => Promise<void>
}

/** The newest post on the screen: an answer that has not seen a later one is refused by the server. */
function seenPostId(ticketId: number): number {
  const feed = queryClient.getQueryData<FeedPages>(feedQuery(ticketId).queryKey)
  const posts = (feed?.pages ?? []).flatMap((page) => page.items).filter((item) => item.kind !== 'event')
  return posts.reduce((newest, post) => Math.max(newest, post.id), 0)
}

/**
 * Sends an answer or keeps a note. Pressed again after a lost connection, it sends the same key, so the server knows
 * the answer it may already have. What comes back is heard also when the ticket was left meanwhile.
 */
export function useSend<I>(ticketId: number, { onSent, onRefused, keep }: Answers<I>) {
  const isHere = useRef(true)
  useEffect(() => {
    isHere.current = true
    return () => {
      isHere.current = false
    }
  }, [])
  const mutation = useMutation({
    mutationKey: sendingKey(ticketId),
    mutationFn: ({ out }: Sending<I>): Promise<FeedItem> => {
      const content = JSON.stringify(out)
      const before = attempts.get(ticketId)
      const attempt =
        before?.content === content
          ? before
          : { content, key: crypto.randomUUID(), seenPostId: seenPostId(ticketId) }
      attempts.set(ticketId, attempt)
      const options = { idempotencyKey: attempt.key }
      const fileIds = [...new Set([...out.fileIds, ...inlineFileIds(out.html)])]
      const params = { id: ticketId }
      const seen = out.isAnyway ? {} : { seenPostId: attempt.seenPostId }
      return out.kind === 'note'
        ? call(
            addNote,
            { params, body: { html: out.html, fileIds, mentionedIds: mentionedIds(out.html) } },
            options,
          )
        : call(
            replyToTicket,
            {
              params,
              body: {
                html: out.html,
                fileIds,
                statusId: out.statusId,
                expected: out.expected,
                ...(out.sendsToBlocked && { sendsToBlocked: true }),
                ...(out.isChosen && out.expected),
                ...(out.later ?? { undoSeconds: out.undoSeconds }),
                ...seen,
              },
            },
            options,
          )
    },
    onSuccess: async (post, sending) => {
      attempts.delete(ticketId)
      showAtOnce(ticketId, post)
      refreshTicket(ticketId)
      const settled = onSent(post, sending, isHere.current)
      // Whoever comes back waits for this, and finds the draft as it is then.
      if (!isHere.current) await settled
    },
    onError: async (error, sending) => {
      if (isFailure(error, 'newer_activity')) {
        void queryClient.invalidateQueries({ queryKey: ['feed', ticketId] })
        void queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
      }
      if (isFailure(error, 'recipients_changed') || isFailure(error, 'recipient_blocked')) {
        void queryClient.invalidateQueries({ queryKey: ['recipients', ticketId] })
      }
      // Nobody knows whether this one arrived: the same key must be used again. Any other fault was an answer.
      if (!isFailure(error, 'network') && !isFailure(error, 'unavailable')) attempts.delete(ticketId)
      await keep(sending.draft)
      onRefused(error, sending, isHere.current)
    },
  })
  return { ...mutation, isHere }
}
