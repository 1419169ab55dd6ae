import { useEffect, useRef } from 'react'
import { cancelReply } from '#contract/sending.ts'
import type { Draft } from '#contract/drafts.ts'
import { call } from '../../api/call.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'

interface OpenComposer {
  /** Puts on the server what is being written, so that it is not lost under what comes back. */
  readonly flush: () => Promise<void>
  readonly show: (draft: Draft) => void
}

const composers = new Map<number, OpenComposer>()

/** While a ticket's composer is on the screen, what was taken back appears in it at once. */
export function useTakenBack(ticketId: number, composer: OpenComposer): void {
  const latest = useRef(composer)
  latest.current = composer
  useEffect(() => {
    const open: OpenComposer = {
      flush: () => latest.current.flush(),
      show: (draft) => latest.current.show(draft),
    }
    composers.set(ticketId, open)
    return () => {
      if (composers.get(ticketId) === open) composers.delete(ticketId)
    }
  }, [ticketId])
}

/**
 * Cancels a reply that waits and brings its words, files and recipients back to the composer. Elsewhere than on its
 * ticket they wait there as a draft.
 */
export async function takeBack(ticketId: number, replyId: number): Promise<void> {
  await composers
    .get(ticketId)
    ?.flush()
    .catch(() => undefined)
  try {
    const { draft } = await call(cancelReply, { params: { id: replyId }, body: { isReturned: true } })
    if (draft) composers.get(ticketId)?.show(draft)
  } finally {
    refreshTicket(ticketId)
  }
}
