import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { isFailure } from '../../api/failure.ts'
import type { FileRef } from '../../api/upload.ts'
import { announce } from '../../ui/announce.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useDesk } from '../desk.ts'
import { useSession } from '../session.ts'
import { useFailureText, useSayFailure } from '../ticket/use-say-failure.ts'
import { toWire } from './composed-html.ts'
import { readStatusByMacros } from './macros/status-by-macros.ts'
import { addressesOf, concernOf } from './recipients.ts'
import type { After } from './send-button.tsx'
import type { Plan } from './send-later.tsx'
import { endOfWindow, offerUndo } from './undo-send.tsx'
import type { DraftContent } from './use-draft.ts'
import type { useRecipients } from './use-recipients.ts'
import { useSend } from './use-send.ts'

/** How the answer was about to be sent when a question came up. */
interface Intent {
  readonly after: After
  readonly later?: Plan
  /** Although somebody has written since. */
  readonly isAnyway?: boolean
  /** Although the set of people has changed. */
  readonly isAsked?: boolean
}

interface Answer {
  readonly html: string
  readonly files: readonly FileRef[]
}

/** Sends what stands in the composer, asks what has to be asked first, and says how it ended wherever one is by then. */
export function useSending({
  ticket,
  kind,
  answer,
  recipients,
  canSend,
  settle,
  keep,
  clear,
}: {
  ticket: Ticket
  kind: 'reply' | 'note'
  /** What stands there at this very moment: whoever types and sends is quicker than the screen. */
  answer: () => Answer
  recipients: ReturnType<typeof useRecipients>
  /** Files have arrived, and somebody is to get it. */
  canSend: boolean
  /** The draft is let go of before the answer takes its place. */
  settle: () => Promise<void>
  keep: (draft: DraftContent) => Promise<void>
  clear: () => Promise<void>
}) {
  const { t } = useTranslation()
  const { defaultStatus } = useDesk()
  const { agent } = useSession()
  const navigate = useNavigate()
  const sayFailure = useSayFailure()
  const failureText = useFailureText()
  const [asking, setAsking] = useState<(Intent & { isSurprise: boolean }) | null>(null)
  const [overtaken, setOvertaken] = useState<Intent | null>(null)
  const isUnderWay = useRef(false)
  const [isPreparing, setPreparing] = useState(false)

  /** For whoever is somewhere else by now: which answer, why, and the way back to its words. */
  const sayFromAfar = (what: 'reply' | 'note', detail: string) =>
    showToast({
      tone: 'bad',
      text: t(what === 'note' ? 'composer.noteFailedIn' : 'composer.sendFailedIn', { number: ticket.number }),
      detail: `${detail} ${t('composer.keptAsDraft')}`,
      action: {
        label: t('composer.toTicket'),
        run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id } }),
      },
    })

  /** Nothing is sent, and nobody should think it was. */
  const sayNotYet = () => {
    const isUploading = kind === 'note' || (!canSend && recipients.isReady)
    const who = recipients.people ? 'composer.recipientsToCheck' : 'recipients.unknown'
    showToast({
      tone: 'bad',
      text: t(kind === 'note' ? 'composer.noteFailed' : 'composer.sendFailed'),
      detail: t(isUploading ? 'composer.waitForUploads' : who),
    })
  }

  const send = useSend<Intent>(ticket.id, {
    keep,
    onSent: async (post, { out }) => {
      const sendAt = post.kind === 'reply' && post.delivery.state === 'queued' && post.delivery.sendAt
      if (sendAt) offerUndo({ replyId: post.id, ticketId: ticket.id, until: endOfWindow(sendAt) })
      announce(
        out.kind === 'note'
          ? t('composer.noteSaved')
          : out.later
            ? t('later.planned')
            : sendAt
              ? t('undo.announce', { count: out.undoSeconds })
              : t('composer.sent'),
      )
      await clear()
    },
    onRefused: (error, { out, intent }, isHere) => {
      if (!isHere) sayFromAfar(out.kind, failureText(error))
      else if (isFailure(error, 'newer_activity')) setOvertaken(intent)
      else if (isFailure(error, 'recipients_changed')) setAsking({ ...intent, isSurprise: true })
      else {
        if (isFailure(error, 'recipient_blocked')) recipients.approve(null)
        sayFailure(error, t(out.kind === 'note' ? 'composer.noteFailed' : 'composer.sendFailed'))
      }
    },
  })

  const prepare = async (intent: Intent) => {
    const { after, later, isAnyway } = intent
    // Nothing goes unchecked.
    const checked = kind === 'note' ? null : await recipients.check()
    const isToBeAsked = checked !== null && !intent.isAsked && recipients.isToBeAsked(checked)
    if (isToBeAsked || (kind === 'reply' && checked === null)) {
      if (!send.isHere.current) sayFromAfar(kind, t('composer.recipientsToCheck'))
      else if (isToBeAsked) setAsking({ ...intent, isSurprise: false })
      else sayNotYet()
      return
    }
    setAsking(null)
    setOvertaken(null)
    recipients.approve(checked)
    await settle()
    // What was written meanwhile goes along: the page is emptied afterwards.
    const { html, files } = answer()
    const target = after === 'wait' ? 'paused' : after === 'solve' ? 'solved' : null
    const chosenId = target && defaultStatus(target)?.id
    const statusId = kind === 'note' ? undefined : (chosenId ?? (await readStatusByMacros(ticket.id)))
    const isChosen = recipients.chosen !== null
    const wire = toWire(html)
    send.mutate({
      intent,
      draft: { kind, html: wire, files, recipients: kind === 'reply' ? recipients.chosen : null },
      out: {
        kind,
        html: wire,
        fileIds: files.map((file) => file.id),
        statusId,
        isAnyway,
        expected: checked ? addressesOf(checked) : undefined,
        isChosen,
        // Shown before, and asked about: whoever sends now insists, which lifts the block.
        sendsToBlocked: checked ? (concernOf(checked)?.blocked.length ?? 0) > 0 : false,
        undoSeconds: agent.undoSeconds,
        later,
      },
    })
  }

  return {
    isPending: send.isPending,
    /** From the press on, also while a slow line keeps the draft or the recipients. */
    isBusy: send.isPending || isPreparing,
    asking,
    overtaken,
    stopAsking: () => setAsking(null),
    sendAs: async (intent: Intent) => {
      if (send.isPending || isUnderWay.current) return
      const { html, files } = answer()
      if (html === '' && files.length > 0) showToast({ text: t('composer.empty') })
      if (html === '') return
      if (!canSend) return sayNotYet()
      // A second press while the first is being prepared is the same press.
      isUnderWay.current = true
      setPreparing(true)
      await prepare(intent).finally(() => {
        isUnderWay.current = false
        setPreparing(false)
      })
    },
  }
}
