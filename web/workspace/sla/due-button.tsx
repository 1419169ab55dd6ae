import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { classNames } from '../../ui/class-names.ts'
import { loadWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { useDates } from '../../ui/use-dates.ts'
import { dueTone, leftText } from './due-words.ts'
import { useCan } from '../session.ts'
import { clocksQuery } from './queries.ts'
import { useLeft } from './use-left.ts'

const ClocksDialog = lazyPart(async () => {
  const [module] = await Promise.all([import('./clocks-dialog.tsx'), loadWords('clocks')])
  return module.ClocksDialog
})

const tones = { bad: 'text-bad', warn: 'text-warn', plain: 'text-ink-2' } as const

/** In a ticket's heading: what is due when, and the way to why. */
export function DueButton({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  // A deadline stands with the ticket. Without one its clocks may still have something to tell: they stand, or ended.
  // Or there are none, and whoever may promise something can choose a policy.
  const can = useCan()
  const isWorkedOn = ticket.statusCategory === 'new' || ticket.statusCategory === 'open'
  const isAsked = ticket.dueAt === null && (!isWorkedOn || can('ticket.update'))
  const { data } = useQuery({ ...clocksQuery(ticket.id), enabled: isAsked })
  const hasClocks = (data?.clocks.length ?? 0) > 0
  const mayChoose = isWorkedOn && can('ticket.update') && (data?.choices.length ?? 0) > 0
  if (ticket.dueAt === null && !(isAsked && (hasClocks || mayChoose))) return null
  const open = {
    onClick: () => setOpen(true),
    onPointerEnter: ClocksDialog.preload,
    onFocus: ClocksDialog.preload,
  }
  return (
    <>
      {ticket.dueAt !== null && ticket.dueKind !== null ? (
        <Due at={ticket.dueAt} kind={ticket.dueKind} {...open} />
      ) : (
        <button type="button" className={buttonClasses} {...open}>
          <Icon name="clock" size={14} />
          {t(isWorkedOn ? 'due.none' : ticket.statusCategory === 'paused' ? 'due.paused' : 'due.ended')}
        </button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <ClocksDialog ticket={ticket} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

const buttonClasses =
  'numeric inline-flex items-center gap-1 rounded-xs text-left underline decoration-line-strong decoration-dotted underline-offset-3 hover:text-ink'

function Due({
  at,
  kind,
  ...open
}: {
  at: string
  kind: NonNullable<Ticket['dueKind']>
  onClick: () => void
  onPointerEnter: () => void
  onFocus: () => void
}) {
  const { t, i18n } = useTranslation()
  const dates = useDates()
  const left = useLeft(at)
  const tone = dueTone(left)
  return (
    <button
      type="button"
      {...open}
      title={t('due.why')}
      className={classNames(buttonClasses, tone === 'bad' || tone === 'warn' ? tones[tone] : tones.plain)}
    >
      <Icon name="clock" size={14} />
      {t(left > 0 ? 'due.inTicket' : 'due.overInTicket', {
        what: t(`due.kind.${kind}`),
        when: dates.sentence(at),
        left: leftText(Math.abs(left), i18n.language),
      })}
    </button>
  )
}
