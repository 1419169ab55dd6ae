import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Candidate, RoutingDecision, TicketRouting } from '#contract/routing.ts'
import type { Ticket } from '#contract/tickets.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useDesk } from '../desk.ts'
import { useSession } from '../session.ts'
import { LoadBar } from './load-bar.tsx'
import { ticketRoutingQuery } from './queries.ts'

/** «Почему я?»: who was considered for the ticket, who was passed over and why, in words. */
export function RoutingWhy({ ticket }: { ticket: Pick<Ticket, 'id' | 'assigneeId'> }) {
  const { t } = useTranslation()
  const { agent } = useSession()
  const { data } = useQuery(ticketRoutingQuery(ticket.id))
  const decision = data?.decision
  if (!decision) return null
  const label =
    ticket.assigneeId === null
      ? t('attendance.whyWaits')
      : ticket.assigneeId === agent.id
        ? t('attendance.whyMe')
        : t('attendance.whyThem')
  return (
    <Popover
      label={label}
      align="end"
      className="max-h-(--available-height) w-[340px] max-w-[calc(100vw-16px)] overflow-y-auto"
      trigger={
        <button
          type="button"
          className={buttonClass('ghost', '-ml-1.5 !h-6 flex-none !px-1.5 text-sm !text-accent')}
        >
          {label}
        </button>
      }
    >
      <Explanation decision={decision} standing={data} />
    </Popover>
  )
}

function Explanation({
  decision,
  standing: { waitsSince, keptFor },
}: {
  decision: RoutingDecision & { at: string }
  standing: Pick<TicketRouting, 'waitsSince' | 'keptFor'>
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const { candidates, knownSince, knownTicketId, method, teamName } = decision
  return (
    <div className="flex flex-col gap-2.5">
      <div>
        <p className="font-medium">
          {keptFor
            ? t('attendance.keptFor', { name: keptFor.name, when: dates.list(keptFor.until) })
            : t(`attendance.whyLong.${decision.why}`)}
        </p>
        {knownSince && (
          <p className="text-ink-2">
            {knownTicketId
              ? t('attendance.knownFrom', {
                  number: `${desk.ticketPrefix}-${knownTicketId}`,
                  when: dates.sentence(knownSince),
                })
              : t('attendance.knownElsewhere', { when: dates.sentence(knownSince) })}
          </p>
        )}
        {keptFor && <p className="text-ink-2">{t('attendance.keptThen')}</p>}
        <p className="mt-0.5 text-sm text-ink-3">
          {[
            ...(teamName ? [t('attendance.inTeam', { team: teamName })] : []),
            ...(method && method !== 'manual' ? [t(`attendance.method.${method}`)] : []),
            waitsSince
              ? t('attendance.waitsSince', { when: dates.sentence(waitsSince) })
              : dates.sentence(decision.at),
          ].join(' · ')}
        </p>
      </div>
      {candidates.length > 0 && (
        <ul className="flex flex-col border-t border-line">
          {candidates.map((each) => (
            <Considered key={each.agentId} candidate={each} isByTurn={method === 'round_robin'} />
          ))}
        </ul>
      )}
      {candidates.length === 0 && decision.why === 'nobody' && (
        <p className="text-ink-2">{t('attendance.emptyTeam')}</p>
      )}
    </div>
  )
}

function Considered({ candidate, isByTurn }: { candidate: Candidate; isByTurn: boolean }) {
  const { t } = useTranslation()
  const { name, isChosen, passed, load, capacity, skills, turnsAgo } = candidate
  return (
    <li className={classNames('flex items-start gap-2 border-b border-line py-2 last:border-0 last:pb-0')}>
      <Avatar name={name} className={isChosen ? '' : 'opacity-60'} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-1.5">
          <span className={classNames('truncate', isChosen ? 'font-medium' : 'text-ink-2')}>{name}</span>
          {isChosen && <Icon name="check" size={14} className="text-ok" />}
          <span className="ml-auto" />
          {passed && (
            <Tag tone={passed.startsWith('full') ? 'warn' : 'plain'}>{t(`attendance.passed.${passed}`)}</Tag>
          )}
        </div>
        <LoadBar load={load} capacity={capacity} className="mt-1" />
        {skills.map((skill) => (
          <p
            key={skill.name}
            className={classNames('text-sm', skill.has < skill.needs ? 'text-bad' : 'text-ink-3')}
          >
            {t('attendance.skillOf', { name: skill.name, has: skill.has, needs: skill.needs })}
          </p>
        ))}
        {isByTurn && passed === null && (
          <p className="text-sm text-ink-3">
            {turnsAgo === null ? t('attendance.neverHad') : t('attendance.turnsAgo', { count: turnsAgo })}
          </p>
        )}
      </div>
    </li>
  )
}
