import { useSyncExternalStore } from 'react'
import { replyToTicket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { RequestFailed } from '../../api/failure.ts'
import { showAtOnce } from '../composer/use-send.ts'
import { inlineFileIds } from '../composer/composed-html.ts'
import { queryClient } from '../query-client.ts'
import { refreshTicket } from '../ticket/refresh-ticket.ts'
import { createOutbox, type Outbox, type WaitingLine } from './outbox.ts'

/** The page's own outbox, of whoever is signed in; a tab has one of its own. */
let outbox: Outbox | null = null
let owner = 0

/** The lines of an agent, with what a reload left. */
export function chatLines(agentId: number): Outbox {
  if (outbox && owner === agentId) return outbox
  const place = `chat-lines ${agentId}`
  owner = agentId
  outbox = createOutbox(
    send,
    {
      read: () => sessionStorage.getItem(place),
      write: (kept) => sessionStorage.setItem(place, kept),
    },
    // A connection that is back is not waited for.
    (ms) =>
      new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer)
          window.removeEventListener('online', go)
          resolve()
        }
        const timer = setTimeout(go, ms)
        window.addEventListener('online', go)
      }),
  )
  return outbox
}

async function send(ticketId: number, line: WaitingLine): ReturnType<Parameters<typeof createOutbox>[0]> {
  const fileIds = [...new Set([...line.files.map((file) => file.id), ...inlineFileIds(line.html)])]
  try {
    const post = await call(
      replyToTicket,
      {
        params: { id: ticketId },
        body: {
          ...(line.html !== '' && { html: line.html }),
          fileIds,
          channel: 'chat',
          ...(line.statusId !== undefined && { statusId: line.statusId }),
        },
      },
      { idempotencyKey: line.key },
    )
    showAtOnce(ticketId, post)
    refreshTicket(ticketId)
    return 'sent'
  } catch (error) {
    const problem = error instanceof RequestFailed ? error.failure : 'internal'
    if (problem === 'network' || problem === 'unavailable') return 'again'
    // The way of the reply has changed, perhaps: the composer learns of it.
    void queryClient.invalidateQueries({ queryKey: ['ticket', ticketId] })
    return { problem }
  }
}

/** What is on its way into a ticket's chat. */
export function useWaitingLines(agentId: number, ticketId: number): readonly WaitingLine[] {
  const lines = chatLines(agentId)
  return useSyncExternalStore(lines.listen, () => lines.of(ticketId))
}
