import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../ui/icon.tsx'
import { setTheme } from '../../ui/theme.ts'
import { useNextTicket } from '../attendance/next-ticket.tsx'
import { useDesk } from '../desk.ts'
import { articleChoice, macroChoice } from '../composer/asked-for.ts'
import { useCan } from '../session.ts'
import { openOverlay } from '../shell/overlays.ts'
import type { ViewSearch } from '../view.ts'

export interface Command {
  readonly id: string
  readonly label: string
  readonly icon: IconName
  readonly keys?: string
  readonly run: () => void
}

/** Everything the palette can do besides opening tickets. */
export function useCommands(): Command[] {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const can = useCan()
  const navigate = useNavigate()
  const { mutate: takeNext } = useNextTicket()
  return useMemo(() => {
    const go = (search: ViewSearch) => () => void navigate({ to: '/tickets', search })
    const list: Command[] = [
      { id: 'mine', label: t('nav.mine'), icon: 'inbox', run: go({ view: 'mine' }) },
      { id: 'unassigned', label: t('nav.unassigned'), icon: 'user', run: go({ view: 'unassigned' }) },
      { id: 'all', label: t('nav.all'), icon: 'stack', run: go({ view: 'all' }) },
      {
        id: 'knowledge',
        label: t('nav.knowledge'),
        icon: 'book',
        run: () => void navigate({ to: '/knowledge', search: {} }),
      },
      ...desk.teams.map((team) => ({
        id: `team-${team.id}`,
        label: team.name,
        icon: 'users' as const,
        run: go({ view: 'team', team: team.id }),
      })),
      {
        id: 'light',
        label: `${t('nav.theme')}: ${t('nav.themeLight')}`,
        icon: 'sun',
        run: () => setTheme('light'),
      },
      {
        id: 'dark',
        label: `${t('nav.theme')}: ${t('nav.themeDark')}`,
        icon: 'moon',
        run: () => setTheme('dark'),
      },
      { id: 'help', label: t('keys.title'), icon: 'keyboard', keys: '?', run: () => openOverlay('help') },
    ]
    if (macroChoice.canAsk() && can('ticket.reply')) {
      list.unshift({ id: 'macro', label: t('composer.macro'), icon: 'bolt', keys: 'M', run: macroChoice.ask })
    }
    if (articleChoice.canAsk())
      list.unshift({
        id: 'article',
        label: t('composer.article'),
        icon: 'book',
        keys: 'I',
        run: articleChoice.ask,
      })
    if (can('ticket.update')) {
      list.unshift({ id: 'next', label: t('attendance.next'), icon: 'bolt', run: () => takeNext() })
    }
    if (can('ticket.create')) {
      list.unshift({
        id: 'create',
        label: t('newTicket.title'),
        icon: 'plus',
        keys: 'C',
        run: () => openOverlay('new-ticket'),
      })
    }
    return list
    // `can` is made anew on every render, from the same session.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [t, desk.teams, navigate, takeNext])
}
