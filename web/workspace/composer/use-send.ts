import { type InfiniteData, useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { addNote, type FeedItem, replyToTicket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'
import { feedQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { inlineFileIds, mentionedIds } from './composed-html.ts'

export interface Outgoing {
  readonly kind: 'reply' | 'note'
  readonly html: string
  readonly fileIds: readonly number[]
  readonly statusId?: number
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

/**
 * Sends an answer or keeps a note. Pressed again after a lost connection, it sends the same key, so the server knows
 * the answer it may already have.
 */
export function useSend(ticketId: number) {
  const attempt = useRef({ content: '', key: '' })
  return useMutation({
    mutationFn: (out: Outgoing): Promise<FeedItem> => {
      const content = JSON.stringify(out)
      if (attempt.current.content !== content) attempt.current = { content, key: crypto.randomUUID() }
      const options = { idempotencyKey: attempt.current.key }
      const fileIds = [...new Set([...out.fileIds, ...inlineFileIds(out.html)])]
      const params = { id: ticketId }
      return out.kind === 'note'
        ? call(
            addNote,
            { params, body: { html: out.html, fileIds, mentionedIds: mentionedIds(out.html) } },
            options,
          )
        : call(replyToTicket, { params, body: { html: out.html, fileIds, statusId: out.statusId } }, options)
    },
    onSuccess: (post) => {
      attempt.current = { content: '', key: '' }
      showAtOnce(ticketId, post)
      for (const key of [['feed', ticketId], ['ticket', ticketId], ['tickets'], ['counts']]) {
        void queryClient.invalidateQueries({ queryKey: key })
      }
    },
    onError: (error) => {
      // Nobody knows whether this one arrived: the same key must be used again. Any other fault was an answer.
      if (!isFailure(error, 'network') && !isFailure(error, 'unavailable'))
        attempt.current = { content: '', key: '' }
    },
  })
}
