import { useNavigate } from '@tanstack/react-router'
import { type ComponentProps, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketSort } from '#contract/ticket-filter.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { LateMenu } from '../../ui/late-menu.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { usePreloads } from '../use-preloads.ts'
import type { StatusFilter, ViewSearch } from '../view.ts'

type SortName = 'sortUpdated' | 'sortOldest' | 'sortCreated' | 'sortPriority' | 'sortDue'
const sorts: { sort: TicketSort; name: SortName }[] = [
  { sort: 'activity', name: 'sortUpdated' },
  { sort: 'waiting', name: 'sortOldest' },
  { sort: 'created', name: 'sortCreated' },
  { sort: 'priority', name: 'sortPriority' },
  { sort: 'due', name: 'sortDue' },
]
const statuses = [
  { status: 'open', name: 'list.filterOpen' },
  { status: 'new', name: 'list.filterNew' },
  { status: 'paused', name: 'list.filterPaused' },
  { status: 'solved', name: 'list.filterSolved' },
  { status: 'closed', name: 'list.filterClosed' },
  { status: 'any', name: 'list.filterAny' },
] as const satisfies { status: StatusFilter; name: string }[]

const ratings = [
  { rating: 'any', name: 'list.ratingAny' },
  { rating: 'rated', name: 'list.ratingRated' },
  { rating: 'good', name: 'list.ratingGood' },
  { rating: 'low', name: 'list.ratingLow' },
] as const

const StatusMenu = lazyPart(() => import('./filter-menus.tsx').then((module) => module.StatusMenu))
const RatingMenu = lazyPart(() => import('./filter-menus.tsx').then((module) => module.RatingMenu))
const SortMenu = lazyPart(() => import('./filter-menus.tsx').then((module) => module.SortMenu))
// All are in one chunk.
const parts = [StatusMenu]

function Chip({ isOn, className, ...rest }: ComponentProps<'button'> & { isOn?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'numeric inline-flex h-6 flex-none items-center gap-1 rounded-full border px-1.5 text-sm whitespace-nowrap',
        isOn ? 'border-transparent bg-accent-soft text-accent' : 'border-line text-ink-2 hover:bg-hover',
        className,
      )}
    />
  )
}

/** Chips that narrow and order the list; the address bar remembers them. */
export function ListFilters({ search, unread }: { search: ViewSearch; unread?: number }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = (change: Partial<ViewSearch>) => void navigate({ to: '.', search: { ...search, ...change } })
  const status = search.status ?? 'open'
  const statusName = statuses.find((each) => each.status === status)?.name ?? 'list.filterOpen'
  const sort = sorts.find((each) => each.sort === (search.sort ?? 'activity')) ?? sorts[0]
  const order = t(`list.${sort?.name ?? 'sortUpdated'}`)
  const [opened, setOpened] = useState<'status' | 'sort' | 'rating' | null>(null)
  const opens = (menu: 'status' | 'sort' | 'rating') => (isOpen: boolean) =>
    setOpened((was) => (isOpen ? menu : was === menu ? null : was))
  usePreloads(parts)
  const statusChip = (
    <Chip isOn={!search.unread} aria-label={`${t('list.filterLabel')}: ${t(statusName)}`}>
      {t(statusName)}
      <Icon name="down" size={12} />
    </Chip>
  )
  const sortChip = (
    <Chip
      // However many chips there are, the order is in sight.
      className="sticky right-0 ml-auto bg-panel"
      aria-label={t('list.sortLabel', { order })}
      title={t('list.sortLabel', { order })}
    >
      <Icon name="sort" size={14} />
    </Chip>
  )
  const rating = ratings.find((each) => each.rating === search.rating) ?? ratings[0]
  const ratingChip = (
    <Chip
      isOn={search.rating !== undefined}
      aria-label={t('list.ratingLabel', { rating: t(rating.name) })}
      title={t('list.ratingLabel', { rating: t(rating.name) })}
    >
      <Icon name="star" size={14} />
    </Chip>
  )
  return (
    <div className="flex flex-none gap-1 overflow-x-auto border-b border-line px-4 py-2 [scrollbar-width:none]">
      <LateMenu trigger={statusChip} isOpen={opened === 'status'} onOpenChange={opens('status')}>
        <StatusMenu
          trigger={statusChip}
          isOpen={opened === 'status'}
          onOpenChange={opens('status')}
          value={status}
          label={t('list.filterLabel')}
          choices={statuses.map((each) => ({ value: each.status, label: t(each.name) }))}
          onChoose={(next) => go({ status: next === 'open' ? undefined : next })}
        />
      </LateMenu>
      <Chip
        isOn={search.unread}
        aria-pressed={search.unread === true}
        onClick={() => go({ unread: search.unread ? undefined : true })}
      >
        {t('list.filterUnread')}
        {unread ? ` ${unread}` : ''}
      </Chip>
      <Chip
        isOn={search.overdue}
        aria-pressed={search.overdue === true}
        aria-label={t('list.filterOverdue')}
        title={t('list.filterOverdue')}
        onClick={() => go({ overdue: search.overdue ? undefined : true })}
      >
        <Icon name="clock" size={14} />
      </Chip>
      <Chip
        isOn={search.frozen}
        aria-pressed={search.frozen === true}
        aria-label={t('list.filterFrozen')}
        title={t('list.filterFrozen')}
        onClick={() => go({ frozen: search.frozen ? undefined : true })}
      >
        <Icon name="snow" size={14} />
      </Chip>
      <LateMenu trigger={ratingChip} isOpen={opened === 'rating'} onOpenChange={opens('rating')}>
        <RatingMenu
          trigger={ratingChip}
          isOpen={opened === 'rating'}
          onOpenChange={opens('rating')}
          value={rating.rating}
          label={t('list.rating')}
          choices={ratings.map((each) => ({ value: each.rating, label: t(each.name) }))}
          // Whoever is asked is mostly done: the open desk alone would hide them.
          onChoose={(next) =>
            go(next === 'any' ? { rating: undefined } : { rating: next, status: search.status ?? 'any' })
          }
        />
      </LateMenu>
      <LateMenu trigger={sortChip} isOpen={opened === 'sort'} onOpenChange={opens('sort')}>
        <SortMenu
          align="end"
          trigger={sortChip}
          isOpen={opened === 'sort'}
          onOpenChange={opens('sort')}
          value={search.sort ?? 'activity'}
          label={t('list.sortLabel', { order })}
          choices={sorts.map((each) => ({ value: each.sort, label: t(`list.${each.name}`) }))}
          onChoose={(next) => go({ sort: next === 'activity' ? undefined : next })}
        />
      </LateMenu>
    </div>
  )
}
