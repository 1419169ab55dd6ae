import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import type { FileRef } from '../../api/upload.ts'
import { showToast } from '../../ui/toast.tsx'
import { chatLines, useWaitingLines } from '../chat/lines.ts'
import { useReturnedLine } from '../chat/returned-line.ts'
import type { WaitingLine } from '../chat/outbox.ts'
import { useDesk } from '../desk.ts'
import { useSession } from '../session.ts'
import { toWire } from './composed-html.ts'
import { readStatusByMacros } from './macros/status-by-macros.ts'
import type { After } from './send-button.tsx'

/**
 * Writing into a chat: a line leaves the page at once and goes its own way, so that the next one can be written. While
 * lines are on their way the draft rests, because each of them ends it on the server.
 */
export function useChatWriting({
  ticket,
  answer,
  isUploading,
  empty,
  settle,
  goOn,
  take,
}: {
  ticket: Ticket
  /** What stands on the page at this very moment. */
  answer: () => { html: string; files: readonly FileRef[] }
  isUploading: boolean
  /** Makes the page blank, with the cursor in it. */
  empty: () => void
  /** Lets go of the draft. */
  settle: () => Promise<void>
  /** Begins the draft anew with what was written meanwhile. */
  goOn: () => Promise<void>
  /** A refused line comes back to the page. */
  take: (line: WaitingLine) => void
}) {
  const { t } = useTranslation()
  const { agent } = useSession()
  const { defaultStatus } = useDesk()
  const lines = useWaitingLines(agent.id, ticket.id)
  const isUnderWay = lines.length > 0 && lines[0]?.problem === null
  const wasUnderWay = useRef(isUnderWay)
  const [isBeginning, setBeginning] = useState(false)
  useEffect(() => {
    const hasArrived = wasUnderWay.current && !isUnderWay
    wasUnderWay.current = isUnderWay
    if (!hasArrived) return
    setBeginning(true)
    void goOn().finally(() => setBeginning(false))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the moment the last line has arrived
  }, [isUnderWay])
  useReturnedLine(ticket.id, take)
  return {
    /** The draft is not saved now; nor in the very render in which the last line is seen to have arrived. */
    isUnderWay: isUnderWay || wasUnderWay.current || isBeginning,
    say: (after: After): void => {
      const { html, files } = answer()
      if (html === '' && files.length === 0) return
      if (isUploading) {
        showToast({ tone: 'bad', text: t('composer.sendFailed'), detail: t('composer.waitForUploads') })
        return
      }
      const target = after === 'wait' ? 'paused' : after === 'solve' ? 'solved' : null
      const chosenId = target && defaultStatus(target)?.id
      const statusOf = chosenId ? Promise.resolve(chosenId) : readStatusByMacros(ticket.id)
      const key = crypto.randomUUID()
      empty()
      // The one before waits for the same, so lines keep their order.
      void Promise.all([statusOf, settle()]).then(([statusId]) =>
        chatLines(agent.id).say(ticket.id, { key, html: toWire(html), files, statusId }),
      )
    },
  }
}
