import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { textIfAny } from '../../ui/i18n.ts'
import { showToast } from '../../ui/toast.tsx'
import { useDesk } from '../desk.ts'
import { onReplyHeld } from '../live.ts'

/** Tells an agent, on whatever page, that a reply of theirs waits for a decision, and takes them there. */
export function useHeldNotices(): void {
  const { t, i18n } = useTranslation()
  const { desk } = useDesk()
  const navigate = useNavigate()
  useEffect(
    () =>
      onReplyHeld(({ ticketId, reason, isCancelled }) => {
        // The conversation itself asks there.
        if (window.location.pathname === `/tickets/${ticketId}`) return
        const why = textIfAny(i18n, `delivery.${reason}`) ?? reason
        const number = `${desk.ticketPrefix}-${ticketId}`
        showToast({
          // Stays until it is read: the letter does not leave before that.
          tone: isCancelled ? 'plain' : 'bad',
          text: t(isCancelled ? 'waiting.cancelledNotice' : 'waiting.heldNotice', { number, why }),
          action: {
            label: t('waiting.openHeld'),
            run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId }, search: {} }),
          },
        })
      }),
    [t, i18n, desk.ticketPrefix, navigate],
  )
}
