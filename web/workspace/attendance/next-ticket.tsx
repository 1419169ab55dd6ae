import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { takeNextTicket } from '#contract/routing.ts'
import { call } from '../../api/call.ts'
import { RequestFailed } from '../../api/failure.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keyLabel, shortcuts } from '../../ui/keyboard.ts'
import { showToast } from '../../ui/toast.tsx'
import { queryClient } from '../query-client.ts'
import { ownAttendanceQuery } from './queries.ts'

/** Takes the next ticket and opens it; says why there is none. */
export function useNextTicket() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => call(takeNextTicket, {}),
    onSuccess: async ({ ticket, reason }) => {
      if (ticket) {
        showToast({
          tone: 'ok',
          text: t('attendance.taken', { number: ticket.number }),
          detail: ticket.subject,
        })
        await navigate({
          to: '/tickets/$ticketId',
          params: { ticketId: ticket.id },
          search: { view: 'mine' },
        })
      } else showToast({ text: t(`attendance.none.${reason ?? 'nothing_waits'}`) })
      await Promise.all(
        ['attendance', 'tickets', 'counts'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      )
    },
    onError: (error) =>
      showToast({
        tone: 'bad',
        text: t(`errors.${error instanceof RequestFailed ? error.failure : 'internal'}`),
      }),
  })
}

/** «Следующий тикет»: what is most urgent, without choosing. */
export function NextTicketButton({ onTaken }: { onTaken?: (() => void) | undefined }) {
  const { t, i18n } = useTranslation()
  const { data: own } = useQuery(ownAttendanceQuery)
  const next = useNextTicket()
  const waiting = own?.waiting ?? 0
  return (
    <Button
      icon="bolt"
      isBusy={next.isPending}
      className="mb-3 w-full !justify-start overflow-hidden"
      onClick={() => next.mutate(undefined, { onSuccess: onTaken })}
    >
      <span className="truncate">{t('attendance.next')}</span>
      <span className="ml-auto flex items-center gap-1.5">
        {waiting > 0 && (
          <>
            <b aria-hidden="true" className="numeric text-sm font-medium text-ink-3">
              {new Intl.NumberFormat(i18n.language).format(waiting)}
            </b>
            <span className="sr-only">, {t('attendance.nextLabel', { count: waiting })}</span>
          </>
        )}
        {/* Beside a number there is no room for both the words and the key. */}
        {waiting === 0 && <Kbd>{keyLabel(shortcuts.takeNext.keys[0])}</Kbd>}
      </span>
    </Button>
  )
}
