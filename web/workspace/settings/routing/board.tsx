import { useQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RoutingBoard } from '#contract/routing.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { LoadBar } from '../../attendance/load-bar.tsx'
import { boardQuery } from '../../attendance/queries.ts'
import { StatusDot } from '../../attendance/status-dot.tsx'
import { useLastDay } from '../../attendance/use-last-day.ts'
import { useStatusName } from '../../attendance/use-status-name.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingStatus } from './setting-status.tsx'
import { StatusLog } from './status-log.tsx'

type Standing = RoutingBoard['agents'][number]

const rank = { online: 0, away: 1, offline: 2 } as const

/** The moment: who is here, how much each carries, and what waits for somebody. */
export function Board() {
  const { t } = useTranslation()
  const board = useQuery({ ...boardQuery, refetchInterval: 30_000 })
  const [shown, setShown] = useState<Standing | null>(null)
  return (
    <>
      <Loaded query={board} rows={6}>
        {({ agents, teams }) =>
          agents.length === 0 ? (
            <EmptyState icon="users" title={t('settings.routing.board.emptyTitle')}>
              {t('settings.routing.board.emptyText')}
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-8">
              <Queues teams={teams} />
              <section>
                <People agents={agents} onShow={setShown} />
              </section>
            </div>
          )
        }
      </Loaded>
      {shown && <StatusLog agentId={shown.agentId} name={shown.name} onClose={() => setShown(null)} />}
    </>
  )
}

function Queues({ teams }: { teams: RoutingBoard['teams'] }) {
  const { t, i18n } = useTranslation()
  const dates = useDates()
  const most = Math.max(1, ...teams.map((team) => team.unassigned))
  if (teams.length === 0) return null
  return (
    <section>
      <h2 className="mb-2 font-semibold">{t('settings.routing.board.teams')}</h2>
      <ul className="grid gap-x-10 gap-y-3 md:grid-cols-2">
        {teams.map((team) => (
          <li key={team.teamId} className="min-w-0">
            <div className="flex items-baseline gap-2">
              <span className="truncate">{team.name}</span>
              <span className="text-sm text-ink-3 max-sm:hidden">
                {t(`attendance.method.${team.method}`)}
              </span>
              <b className="numeric ml-auto font-medium">
                {new Intl.NumberFormat(i18n.language).format(team.unassigned)}
              </b>
            </div>
            <div aria-hidden="true" className="mt-1 h-1.5 overflow-hidden rounded-full bg-hover">
              <div
                className={`h-full rounded-full ${team.waiting > 0 ? 'bg-warn' : 'bg-ink-3'}`}
                style={{ width: `${(team.unassigned / most) * 100}%` }}
              />
            </div>
            <p className="mt-0.5 text-sm text-ink-3">
              {team.oldestAt === null
                ? t('settings.routing.board.nothingWaits')
                : [
                    t('settings.routing.board.oldest', { since: dates.since(team.oldestAt) }),
                    ...queueWords(t, team),
                  ].join(' · ')}
            </p>
            {team.keptFor.map(({ agentId, name, tickets, until }) => (
              <p key={agentId} className="text-sm text-ink-3">
                {t('settings.routing.board.kept', { count: tickets, name, when: dates.list(until) })}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What waits for anybody; what waits for one person is said by itself. */
function queueWords(t: TFunction, { waiting, keptFor }: RoutingBoard['teams'][number]): string[] {
  const count = waiting - keptFor.reduce((sum, each) => sum + each.tickets, 0)
  return count > 0 ? [t('settings.routing.board.queue', { count })] : []
}

function People({ agents, onShow }: { agents: readonly Standing[]; onShow: (one: Standing) => void }) {
  const { t } = useTranslation()
  const here = agents.filter((one) => one.meaning === 'online')
  const sum = (of: (one: Standing) => number) => here.reduce((total, one) => total + of(one), 0)
  const capacity = sum((one) => one.capacity)
  const sorted = agents.toSorted((a, b) => rank[a.meaning] - rank[b.meaning] || a.name.localeCompare(b.name))
  return (
    <>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-4">
        <h2 className="font-semibold">{t('settings.routing.board.agents')}</h2>
        <span className="numeric text-ink-3">
          {t('settings.routing.board.here', { count: here.length, total: agents.length })}
        </span>
        {here.length > 0 && (
          <span className="numeric text-ink-3">
            {t('settings.routing.board.free', {
              free: Math.max(0, capacity - sum((one) => one.load)),
              capacity,
            })}
          </span>
        )}
      </div>
      <ul className="overflow-hidden rounded-lg border border-line">
        {sorted.map((one) => (
          <Person key={one.agentId} one={one} onShow={() => onShow(one)} />
        ))}
      </ul>
    </>
  )
}

function Person({ one, onShow }: { one: Standing; onShow: () => void }) {
  const { t } = useTranslation()
  const dates = useDates()
  const statusName = useStatusName()
  const lastDay = useLastDay()
  const { absence } = one
  const isAbsent = absence !== null && Date.parse(absence.startsAt) <= Date.now()
  const facts = [
    t('settings.routing.board.since', { status: statusName(one.statusId), since: dates.since(one.since) }),
    ...(isAbsent ? [t('settings.routing.board.absent', { when: lastDay(absence.endsAt) })] : []),
    ...(one.isWorking ? [] : [t('settings.routing.board.outside')]),
  ]
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_88px_auto]">
      <button
        type="button"
        onClick={onShow}
        title={t('settings.routing.board.log', { name: one.name })}
        className="-mx-1.5 flex min-w-0 items-center gap-2.5 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover"
      >
        <span className="relative flex-none">
          <Avatar name={one.name} size="md" className={one.meaning === 'offline' ? 'opacity-60' : ''} />
          <span className="absolute -right-0.5 -bottom-0.5 rounded-full bg-panel p-px">
            <StatusDot meaning={one.meaning} className="block" />
          </span>
        </span>
        <span className="min-w-0">
          <span className="block truncate font-medium">{one.name}</span>
          <span className="block truncate text-sm text-ink-3">{facts.join(' · ')}</span>
        </span>
      </button>
      <SettingStatus one={one} className="md:order-last" />
      <LoadBar load={one.load} capacity={one.capacity} className="max-md:col-span-2" />
      <span className="numeric text-right text-sm text-ink-3 max-md:hidden">
        {t('settings.routing.board.tickets', { count: one.tickets })}
      </span>
    </li>
  )
}
