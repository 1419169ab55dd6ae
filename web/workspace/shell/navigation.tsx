import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { NextTicketButton } from '../attendance/next-ticket.tsx'
import { OwnChats } from '../chat/own-chats.tsx'
import { useDesk } from '../desk.ts'
import { Bell } from '../notifications/bell.tsx'
import { countsQuery } from '../queries.ts'
import { useCan, useSession } from '../session.ts'
import type { ViewSearch } from '../view.ts'
import { AccountMenu } from './account-menu.tsx'
import { MailMark } from './mail-mark.tsx'
import { openOverlay } from './overlays.ts'

function itemClass(isOn: boolean): string {
  return classNames(
    'flex h-7 flex-none items-center gap-2 rounded-sm px-2 whitespace-nowrap',
    isOn
      ? 'bg-panel font-medium text-ink shadow-[0_0_0_1px_var(--line)]'
      : 'text-ink-2 hover:bg-hover hover:text-ink',
  )
}

function ViewLink({
  icon,
  search,
  isOn,
  count,
  onNavigate,
  children,
}: {
  icon?: IconName
  search: ViewSearch
  isOn: boolean
  count?: number
  onNavigate?: () => void
  children: ReactNode
}) {
  const { i18n } = useTranslation()
  return (
    <Link
      to="/tickets"
      search={search}
      className={itemClass(isOn)}
      aria-current={isOn ? 'page' : undefined}
      onClick={onNavigate}
    >
      {icon && <Icon name={icon} />}
      <span className="truncate">{children}</span>
      {count !== undefined && (
        <b className="numeric ml-auto text-sm font-medium text-ink-3">
          {new Intl.NumberFormat(i18n.language).format(count)}
        </b>
      )}
    </Link>
  )
}

/** The sections: the agent's own views, the teams, and the way to the rest. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const { data: counts } = useQuery(countsQuery)
  const { agent } = useSession()
  const can = useCan()
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const at: ViewSearch = search
  const isList = pathname.startsWith('/tickets') && !at.q
  const view = at.view ?? 'mine'
  // An agent's own teams come first: they are opened many times a day, the others now and then.
  const teams = desk.teams.toSorted(
    (a, b) =>
      Number(b.memberIds.includes(agent.id)) - Number(a.memberIds.includes(agent.id)) ||
      a.name.localeCompare(b.name),
  )
  return (
    <nav aria-label={t('nav.label')} className="flex h-full flex-col gap-0.5 overflow-y-auto px-2 py-3">
      <div className="flex items-center gap-1 pb-2">
        <Link
          to="/tickets"
          search={{}}
          onClick={onNavigate}
          className="flex min-w-0 flex-1 items-center gap-2 px-2 py-1 text-lg font-semibold"
        >
          <span
            aria-hidden="true"
            className="grid size-[22px] flex-none place-items-center rounded-sm bg-accent text-md text-accent-ink"
          >
            О
          </span>
          <span className="truncate">{desk.name}</span>
        </Link>
        <Bell />
      </div>
      <button
        type="button"
        onClick={() => openOverlay('palette')}
        className="mb-1.5 flex h-(--control) flex-none items-center gap-2 overflow-hidden rounded-md border border-line bg-panel px-2 whitespace-nowrap text-ink-3 hover:border-line-strong"
      >
        <Icon name="search" />
        {t('nav.search')}
        <Kbd className="ml-auto">{keyLabel('Ctrl+k')}</Kbd>
      </button>
      {can('ticket.update') && <NextTicketButton onTaken={onNavigate} />}
      <ViewLink
        icon="inbox"
        search={{ view: 'mine' }}
        isOn={isList && view === 'mine'}
        count={counts?.mine}
        onNavigate={onNavigate}
      >
        {t('nav.mine')}
      </ViewLink>
      <ViewLink
        icon="user"
        search={{ view: 'unassigned' }}
        isOn={isList && view === 'unassigned'}
        count={counts?.unassigned}
        onNavigate={onNavigate}
      >
        {t('nav.unassigned')}
      </ViewLink>
      <ViewLink
        icon="stack"
        search={{ view: 'all' }}
        isOn={isList && view === 'all' && !at.overdue}
        count={counts?.all}
        onNavigate={onNavigate}
      >
        {t('nav.all')}
      </ViewLink>
      {(counts?.overdue ?? 0) > 0 || (isList && at.overdue) ? (
        <ViewLink
          icon="clock"
          search={{ view: 'all', overdue: true, sort: 'due' }}
          isOn={isList && view === 'all' && at.overdue === true}
          count={counts?.overdue}
          onNavigate={onNavigate}
        >
          {t('nav.overdue')}
        </ViewLink>
      ) : null}
      <OwnChats onNavigate={onNavigate} />
      {teams.length > 0 && (
        <h2 className="px-2 pt-3 pb-1 text-xs font-medium text-ink-3">{t('nav.teams')}</h2>
      )}
      {teams.map((team) => (
        <ViewLink
          key={team.id}
          search={{ view: 'team', team: team.id }}
          isOn={isList && view === 'team' && at.team === team.id}
          count={counts?.teams.find((each) => each.teamId === team.id)?.count}
          onNavigate={onNavigate}
        >
          {team.name}
        </ViewLink>
      ))}
      <div className="min-h-4 flex-1" />
      {can('ticket.read') && (
        <Link
          to="/knowledge"
          search={{}}
          onClick={onNavigate}
          className={itemClass(pathname.startsWith('/knowledge'))}
          aria-current={pathname.startsWith('/knowledge') ? 'page' : undefined}
        >
          <Icon name="book" />
          {t('nav.knowledge')}
        </Link>
      )}
      {can('ticket.read') && (
        <Link
          to="/scores"
          search={{}}
          onClick={onNavigate}
          className={itemClass(pathname.startsWith('/scores'))}
          aria-current={pathname.startsWith('/scores') ? 'page' : undefined}
        >
          <Icon name="chart" />
          {t('nav.scores')}
        </Link>
      )}
      {desk.isDemo && (
        <a href="/playground" className={itemClass(false)}>
          <Icon name="star" />
          {t('nav.playground')}
        </a>
      )}
      <MailMark className={itemClass(false)} onNavigate={onNavigate} />
      <Link to="/settings" onClick={onNavigate} className={itemClass(pathname.startsWith('/settings'))}>
        <Icon name="gear" />
        {t('nav.settings')}
      </Link>
      <AccountMenu />
    </nav>
  )
}
