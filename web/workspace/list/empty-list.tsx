import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { isNarrowed, type ViewSearch } from '../view.ts'

/** Why there is nothing here, and where there is something. */
export function EmptyList({
  search,
  view,
}: {
  search: ViewSearch
  view: 'mine' | 'unassigned' | 'team' | 'all'
}) {
  const { t } = useTranslation()
  if (isNarrowed(search)) {
    return (
      <EmptyState
        icon="search"
        title={t('list.emptyFilterTitle')}
        action={
          <Link
            to="."
            search={{
              ...search,
              status: undefined,
              unread: undefined,
              overdue: undefined,
              frozen: undefined,
              rating: undefined,
            }}
            className={buttonClass()}
          >
            {t('list.emptyFilterAction')}
          </Link>
        }
      >
        {t('list.emptyFilterText')}
      </EmptyState>
    )
  }
  if (view === 'mine') {
    return (
      <EmptyState
        icon="check"
        title={t('list.emptyMineTitle')}
        action={
          <Link to="/tickets" search={{ view: 'unassigned' }} className={buttonClass()}>
            {t('list.emptyMineAction')}
          </Link>
        }
      >
        {t('list.emptyMineText')}
      </EmptyState>
    )
  }
  if (view === 'unassigned') {
    return (
      <EmptyState icon="check" title={t('list.emptyUnassignedTitle')}>
        {t('list.emptyUnassignedText')}
      </EmptyState>
    )
  }
  if (view === 'team') {
    return (
      <EmptyState icon="users" title={t('list.emptyTeamTitle')}>
        {t('list.emptyTeamText')}
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="mail" title={t('list.emptyAllTitle')}>
      {t('list.emptyAllText')}
    </EmptyState>
  )
}
