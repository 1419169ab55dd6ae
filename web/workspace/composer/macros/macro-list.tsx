import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { MacroListItem } from '#contract/macros.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import type { MacroGroup } from './search-macros.ts'

/** The macros one may choose from, under their folders; the cursor stays in the search. */
export function MacroList({
  id,
  groups,
  chosenId,
  state,
  error,
  onRetry,
  onChoose,
  onTake,
}: {
  id: string
  groups: readonly MacroGroup[]
  chosenId: number | null
  state: 'loading' | 'failed' | 'none' | 'ready'
  error: unknown
  onRetry: () => void
  onChoose: (macro: MacroListItem) => void
  onTake: (macro: MacroListItem) => void
}) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosenId])
  const title = (group: MacroGroup) => {
    if (group.path !== '') return group.path
    if (group.key === 'favourites') return t('macro.favourites')
    if (group.key === 'often') return t('macro.often')
    // The only group there is needs no name.
    return groups.length > 1 ? t('macro.withoutFolder') : null
  }
  if (state === 'failed') {
    const failed = error instanceof RequestFailed ? error : null
    return (
      <ErrorState
        title={t('macro.loadFailed')}
        detail={failed ? t(`errors.${failed.failure}`) : undefined}
        requestId={failed?.requestId}
        onRetry={onRetry}
        className="!py-8"
      />
    )
  }
  if (state === 'none')
    return (
      <EmptyState
        icon="bolt"
        title={t('macro.noneTitle')}
        className="!py-8"
        action={
          <Link to="/settings/macros/$macroId" params={{ macroId: 'new' }} className={buttonClass('primary')}>
            {t('macro.add')}
          </Link>
        }
      >
        {t('macro.noneText')}
      </EmptyState>
    )
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t('macro.pick')}
      aria-busy={state === 'loading' || undefined}
      className="min-h-0 overflow-y-auto overscroll-contain border-line p-1.5 max-md:border-b md:border-r"
    >
      {state === 'loading' && [1, 2, 3, 4, 5].map((row) => <Skeleton key={row} className="m-2 h-4" />)}
      {state === 'ready' && groups.length === 0 && (
        <p className="px-3 py-6 text-center text-ink-3">{t('macro.nothingFound')}</p>
      )}
      {groups.map((group) => (
        <div key={group.key} role="group" aria-label={title(group) ?? undefined}>
          {title(group) !== null && (
            <p aria-hidden="true" className="truncate px-2 pt-2 pb-0.5 text-xs font-medium text-ink-3">
              {title(group)}
            </p>
          )}
          {group.macros.map((macro) => (
            <div
              key={macro.id}
              id={`${id}-${macro.id}`}
              role="option"
              aria-selected={macro.id === chosenId}
              tabIndex={-1}
              className={classNames(
                // Of thousands only those in sight are laid out.
                'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 [contain-intrinsic-size:auto_32px] [content-visibility:auto]',
                macro.id === chosenId ? 'bg-selected' : 'hover:bg-hover',
              )}
              // The cursor stays where one types.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onChoose(macro)}
              onDoubleClick={() => onTake(macro)}
            >
              <span className="min-w-0 flex-1 truncate">{macro.name}</span>
              {macro.fileCount > 0 && <Icon name="clip" size={14} className="flex-none text-ink-3" />}
              {macro.actions.length > 0 && <Icon name="bolt" size={14} className="flex-none text-ink-3" />}
              {macro.scope === 'personal' && <Icon name="user" size={14} className="flex-none text-ink-3" />}
              {macro.isFavourite && <Icon name="star" size={14} className="flex-none text-warn" />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
