import { type InfiniteData, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
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
function showAtOnce(ticketId: number, post: FeedItem): void {
  queryClient.setQueryData<FeedPages>(feedQuery(ticketId).queryKey, (feed) => {
    const [newest, ...older] = feed?.pages ?? []
    if (!feed || !newest || newest.items.some((each) => each.kind === post.kind && each.id === post.id))
      return feed
    return { ...feed, pages: [{ ...newest, items: [...newest.items, post] }, ...older] }
  })
}

const noAttempt = { content: '', key: '', seenPostId: 0 }

/** The newest post on the screen: an answer that has not seen a later one is refused by the server. */
function seenPostId(ticketId: number): number {
  const feed = queryClient.getQueryData<FeedPages>(feedQuery(ticketId).queryKey)
  const posts = (feed?.pages ?? []).flatMap((page) => page.items).filter((item) => item.kind !== 'event')
  return posts.reduce((newest, post) => Math.max(newest, post.id), 0)
}

/**
 * Sends an answer or keeps a note. Pressed again after a lost connection, it sends the same key, so the server knows
 * the answer it may already have.
 */
export function useSend(ticketId: number) {
  const attempt = useRef(noAttempt)
  return useMutation({
    mutationFn: (out: Outgoing): Promise<FeedItem> => {
      const content = JSON.stringify(out)
      if (attempt.current.content !== content) {
        attempt.current = { content, key: crypto.randomUUID(), seenPostId: seenPostId(ticketId) }
      }
      const options = { idempotencyKey: attempt.current.key }
      const fileIds = [...new Set([...out.fileIds, ...inlineFileIds(out.html)])]
      const params = { id: ticketId }
      const seen = out.isAnyway ? {} : { seenPostId: attempt.current.seenPostId }
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
    onSuccess: (post) => {
      attempt.current = noAttempt
      showAtOnce(ticketId, post)
      refreshTicket(ticketId)
    },
    onError: (error) => {
      if (isFailure(error, 'newer_activity')) {
        void queryClient.invalidateQueries({ queryKey: ['feed', ticketId] })
        void queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
      }
      if (isFailure(error, 'recipients_changed') || isFailure(error, 'recipient_blocked')) {
        void queryClient.invalidateQueries({ queryKey: ['recipients', ticketId] })
      }
      // Nobody knows whether this one arrived: the same key must be used again. Any other fault was an answer.
      if (!isFailure(error, 'network') && !isFailure(error, 'unavailable')) attempt.current = noAttempt
    },
  })
}
