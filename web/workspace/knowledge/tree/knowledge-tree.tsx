import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type KnowledgeCategory, orderKnowledgeCategories } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { ErrorState, Skeleton } from '../../../ui/states.tsx'
import { queryClient } from '../../query-client.ts'
import { useCan } from '../../session.ts'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { useChange } from '../../settings/use-change.ts'
import { articleStates, type KnowledgeSearch, readKnowledge } from '../knowledge-search.ts'
import { knowledgeCategoriesQuery } from '../queries.ts'
import { ArchiveCategory } from './archive-category.tsx'
import { CategoryDialog } from './category-dialog.tsx'
import { type CategoryRow, categoryRows, titleOf } from './category-rows.ts'
import { VisibilityMark } from './visibility-mark.tsx'

type Doing =
  | { what: 'edit'; category: KnowledgeCategory | null; parentId: number | null }
  | { what: 'archive'; category: KnowledgeCategory }
  | null

const icons: Record<(typeof articleStates)[number], IconName> = {
  draft: 'pencil',
  review: 'eye',
  scheduled: 'clock',
  published: 'globe',
  archived: 'trash',
}

const lineClass =
  'flex h-7 flex-none items-center gap-2 rounded-sm px-2 text-ink-2 hover:bg-hover hover:text-ink'

/** Where one is in the knowledge base: everything, by state, by category. */
export function KnowledgeTree({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation()
  const can = useCan()
  const categories = useQuery(knowledgeCategoriesQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const { pathname, search } = useRouterState({ select: (state) => state.location })
  const at: KnowledgeSearch = pathname === '/knowledge' ? readKnowledge(search) : {}
  const isAll = pathname === '/knowledge' && at.category === undefined && at.state === undefined
  const items = categories.data?.items ?? []
  const rows = categoryRows(items)
  return (
    <nav aria-label={t('knowledge.sections')} className="flex flex-col gap-0.5 px-2 py-4">
      <TreeLink icon="book" search={{}} isOn={isAll} onNavigate={onNavigate}>
        {t('knowledge.all')}
      </TreeLink>
      {articleStates.map((state) => (
        <TreeLink
          key={state}
          icon={icons[state]}
          search={{ state }}
          isOn={at.state === state}
          onNavigate={onNavigate}
        >
          {t(`knowledge.states.${state}`)}
        </TreeLink>
      ))}
      <div className="flex items-center pt-4 pr-0.5 pb-1 pl-2">
        <h2 className="mr-auto text-xs font-medium text-ink-3">{t('knowledge.categories')}</h2>
        {can('article.publish') && (
          <IconButton
            icon="plus"
            label={t('knowledge.addCategory')}
            className="!h-6 !min-w-6"
            onClick={() => setDoing({ what: 'edit', category: null, parentId: null })}
          />
        )}
      </div>
      {categories.isError && !categories.data && (
        <ErrorState title={t('knowledge.treeFailed')} onRetry={() => void categories.refetch()} />
      )}
      {categories.isPending && [0, 1, 2].map((row) => <Skeleton key={row} className="mx-2 my-2 h-3" />)}
      {categories.data && rows.length === 0 && (
        <p className="px-2 py-1 text-sm text-ink-3">{t('knowledge.noCategories')}</p>
      )}
      <ul>
        {rows.map((row) => (
          <CategoryLine
            key={row.category.id}
            row={row}
            isOn={at.category === row.category.id}
            onDo={setDoing}
            onNavigate={onNavigate}
          />
        ))}
      </ul>
      <h2 className="px-2 pt-4 pb-1 text-xs font-medium text-ink-3">{t('knowledge.upkeep')}</h2>
      <Link
        to="/knowledge/search-words"
        onClick={onNavigate}
        className={lineClass}
        activeProps={{ className: 'bg-hover font-medium !text-ink', 'aria-current': 'page' }}
      >
        <Icon name="search" />
        <span className="truncate">{t('knowledge.words.title')}</span>
      </Link>
      {can('article.write') && (
        <Link
          to="/knowledge/import"
          search={{}}
          onClick={onNavigate}
          className={lineClass}
          activeProps={{ className: 'bg-hover font-medium !text-ink', 'aria-current': 'page' }}
        >
          <Icon name="download" />
          <span className="truncate">{t('knowledge.import.title')}</span>
        </Link>
      )}
      {doing?.what === 'edit' && (
        <CategoryDialog {...doing} categories={items} onClose={() => setDoing(null)} />
      )}
      {doing?.what === 'archive' && (
        <ArchiveCategory category={doing.category} onClose={() => setDoing(null)} />
      )}
    </nav>
  )
}

function TreeLink({
  icon,
  search,
  isOn,
  onNavigate,
  children,
}: {
  icon: IconName
  search: KnowledgeSearch
  isOn: boolean
  onNavigate: (() => void) | undefined
  children: ReactNode
}) {
  return (
    <Link
      to="/knowledge"
      search={search}
      onClick={onNavigate}
      aria-current={isOn ? 'page' : undefined}
      className={classNames(
        'flex h-7 flex-none items-center gap-2 rounded-sm px-2',
        isOn ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon name={icon} />
      <span className="truncate">{children}</span>
    </Link>
  )
}

function CategoryLine({
  row: { category, depth, siblings, visibility },
  isOn,
  onDo,
  onNavigate,
}: {
  row: CategoryRow
  isOn: boolean
  onDo: (doing: Doing) => void
  onNavigate: (() => void) | undefined
}) {
  const { t } = useTranslation()
  const can = useCan()
  const name = titleOf(category, useLanguage())
  const at = siblings.findIndex((each) => each.id === category.id)
  const move = useChange({
    send: (to: number) => {
      const ids = siblings.map((each) => each.id).filter((id) => id !== category.id)
      return call(orderKnowledgeCategories, { body: { ids: ids.toSpliced(to, 0, category.id) } })
    },
    onDone: (tree) => queryClient.setQueryData(knowledgeCategoriesQuery.queryKey, tree),
  })
  return (
    <li
      className={classNames(
        'group flex h-7 items-center rounded-sm pr-0.5',
        isOn ? 'bg-hover' : 'hover:bg-hover',
      )}
      style={{ paddingLeft: depth * 14 }}
    >
      <Link
        to="/knowledge"
        search={{ category: category.id }}
        onClick={onNavigate}
        aria-current={isOn ? 'page' : undefined}
        className={classNames(
          'flex h-full min-w-0 flex-1 items-center gap-1.5 rounded-sm pl-2',
          isOn ? 'font-medium text-ink' : 'text-ink-2 hover:text-ink',
        )}
      >
        <span className="truncate">{name}</span>
        <VisibilityMark visibility={visibility} />
        {category.articleCount > 0 && (
          <span className="numeric ml-auto pr-1 text-sm text-ink-3">{category.articleCount}</span>
        )}
      </Link>
      {can('article.publish') && (
        <Menu
          align="end"
          trigger={
            <Button
              look="ghost"
              aria-label={t('settings.moreAbout', { name })}
              className="!h-6 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 max-xl:opacity-100"
            >
              <Icon name="more" />
            </Button>
          }
        >
          <MenuItem
            icon="pencil"
            onSelect={() => onDo({ what: 'edit', category, parentId: category.parentId })}
          >
            {t('knowledge.editCategory')}
          </MenuItem>
          <MenuItem
            icon="plus"
            onSelect={() => onDo({ what: 'edit', category: null, parentId: category.id })}
          >
            {t('knowledge.addBelow')}
          </MenuItem>
          <MenuItem icon="up" isDisabled={at === 0} onSelect={() => move.mutate(at - 1)}>
            {t('knowledge.moveUp')}
          </MenuItem>
          <MenuItem icon="down" isDisabled={at === siblings.length - 1} onSelect={() => move.mutate(at + 1)}>
            {t('knowledge.moveDown')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" tone="bad" onSelect={() => onDo({ what: 'archive', category })}>
            {t('settings.archive')}
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}
