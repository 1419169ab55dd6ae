import { useIsMutating, useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { draftQuery } from '../queries.ts'
import { useCan, useSession } from '../session.ts'
import { type Asked, useAsked } from './use-asked.ts'
import { unsavedDraft } from './use-draft.ts'
import { sendingKey } from './use-send.ts'
import { Writing } from './writing.tsx'

/** Where one answers. Waits for the draft, so that what was begun elsewhere is never overwritten by an empty page. */
export function Composer({
  ticket,
  asked,
  onWriting,
}: {
  ticket: Ticket
  /** What was wished for before the ticket had come. */
  asked: Asked | null
  onWriting: (isWriting: boolean) => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const { agent } = useSession()
  const isSending = useIsMutating({ mutationKey: sendingKey(ticket.id) }) > 0
  // Whoever has left while an answer was on its way, and is back before it is known how it ended, waits for that.
  const isAwaiting = useRef(isSending)
  if (!isSending) isAwaiting.current = false
  const draft = useQuery({ ...draftQuery(ticket.id), enabled: !isAwaiting.current })
  const askedLast = useAsked(draft.isPending) ?? asked
  if (!can('ticket.reply') && !can('note.write')) return null
  if (draft.isPending) {
    return (
      <div
        aria-busy="true"
        className="mx-6 mb-4 h-[168px] flex-none rounded-lg border border-line-strong bg-raised px-4 py-3 text-lg text-ink-3 max-md:mx-2 max-md:mb-2 max-md:h-24"
      >
        {t(isAwaiting.current ? 'composer.sending' : 'composer.replyPlaceholder')}
      </div>
    )
  }
  const start = unsavedDraft(agent.id, ticket.id) ?? draft.data?.draft ?? null
  return <Writing ticket={ticket} draft={start} asked={askedLast} onWriting={onWriting} />
}
