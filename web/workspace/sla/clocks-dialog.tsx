import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaClock, TicketClocks } from '#contract/sla.ts'
import type { Ticket } from '#contract/tickets.ts'
import { RequestFailed } from '../../api/failure.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useDesk } from '../desk.ts'
import { useCan } from '../session.ts'
import { ClockView } from './clock-view.tsx'
import { spanText } from './due-words.ts'
import { PolicyChoice } from './policy-choice.tsx'
import { clocksQuery } from './queries.ts'
import { useClockTimes } from './use-clock-times.ts'

const again = 30_000

/** «Почему 14:32?»: the clocks of a ticket, the one that decides first. */
export function ClocksDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation()
  const times = useClockTimes()
  const can = useCan()
  const clocks = useQuery({ ...clocksQuery(ticket.id), refetchInterval: again, staleTime: 0 })
  const [chosen, setChosen] = useState<string | null>(null)
  const items = clocks.data?.clocks ?? []
  const shown = items.find((clock) => keyOf(clock) === chosen) ?? deciding(items, ticket)
  // The one that is looked at stays, whatever becomes of the others.
  useEffect(() => {
    if (chosen === null && shown) setChosen(keyOf(shown))
  }, [chosen, shown])
  const kind = shown ? t(`due.kind.${shown.kind}`) : ''
  const title = !shown
    ? t('clocks.title')
    : shown.dueAt === null
      ? t('clocks.whyStands', { what: kind })
      : t('clocks.whyAt', { what: kind, time: times.moment(shown.dueAt) })
  return (
    <Dialog isOpen onClose={onClose} title={title} width={860}>
      {clocks.isError && !clocks.data ? (
        <ErrorState
          className="m-6"
          title={t('clocks.failed')}
          detail={clocks.error instanceof RequestFailed ? t(`errors.${clocks.error.failure}`) : undefined}
          requestId={clocks.error instanceof RequestFailed ? clocks.error.requestId : null}
          onRetry={() => void clocks.refetch()}
        />
      ) : !clocks.data ? (
        <p role="status" className="p-6 text-ink-3">
          {t('state.loading')}
        </p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-3">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4">
            {items.length > 1 && shown && (
              <ClockChoice items={items} value={keyOf(shown)} onChange={setChosen} />
            )}
            {can('ticket.update') && clocks.data.choices.length > 0 && (
              <PolicyChoice ticketId={ticket.id} clocks={clocks.data} />
            )}
            {shown && <PromiseWords clock={shown} policy={clocks.data.policy} number={ticket.number} />}
          </div>
          {shown ? (
            <ClockView key={keyOf(shown)} clock={shown} policy={clocks.data.policy} />
          ) : (
            <p className="px-4 pb-4 text-ink-3">{t('clocks.none')}</p>
          )}
        </div>
      )}
    </Dialog>
  )
}

function keyOf(clock: SlaClock): string {
  return `${clock.kind} ${clock.run}`
}

/** The one behind the ticket's deadline; else the first that is not over; else the last that was. */
function deciding(items: readonly SlaClock[], ticket: Ticket): SlaClock | undefined {
  const live = items.filter((clock) => clock.endedAt === null)
  return (
    live.find((clock) => clock.kind === ticket.dueKind && clock.state === 'running') ??
    live.find((clock) => clock.state !== 'stopped') ??
    items.find((clock) => clock.kind === 'solution') ??
    items[0]
  )
}

function ClockChoice({
  items,
  value,
  onChange,
}: {
  items: readonly SlaClock[]
  value: string
  onChange: (key: string) => void
}) {
  const { t } = useTranslation()
  const { teamName } = useDesk()
  const nameOf = (clock: SlaClock) => {
    const kind = t(`due.kind.${clock.kind}`)
    const name = clock.teamId === null ? kind : `${kind}: ${teamName(clock.teamId) ?? '…'}`
    const isOnly = items.filter((one) => one.kind === clock.kind).length === 1
    const run = isOnly ? name : t('clocks.numbered', { name, run: clock.run })
    return `${run} · ${t(`clocks.state.${clock.state}`)}`
  }
  return (
    <Select
      label={t('clocks.choose')}
      value={value}
      options={items.map((clock) => ({ value: keyOf(clock), label: nameOf(clock) }))}
      onChange={onChange}
      className="!w-auto max-w-full"
    />
  )
}

/** Whose promise it is, and how long it allows. */
function PromiseWords({
  clock,
  policy,
  number,
}: {
  clock: SlaClock
  policy: TicketClocks['policy']
  number: string
}) {
  const { t, i18n } = useTranslation()
  const time = spanText(clock.target.minutes * 60_000, i18n.language)
  const target = t(
    clock.target.time === 'business' && policy?.calendar ? 'clocks.business' : 'clocks.around',
    { time },
  )
  return (
    <span className="numeric text-ink-3">
      {number} · {policy ? t('clocks.policy', { name: policy.name }) : t('clocks.noPolicy')}
      {policy?.isSet ? ` (${t('clocks.set')})` : ''}, {target}
      {policy?.calendar && clock.target.time === 'business'
        ? ` · ${t('clocks.zone', { name: policy.calendar.name, zone: policy.calendar.timeZone })}`
        : ''}
    </span>
  )
}
