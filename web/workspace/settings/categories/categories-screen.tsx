import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveCategory, type TicketCategory, updateCategory } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { deskQuery } from '../../queries.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { moveStep } from '../statuses/move.ts'
import { useChange } from '../use-change.ts'
import { CategoryDialog } from './category-dialog.tsx'
import { type TreeRow, treeRows, withBelow } from './category-tree.ts'

type Doing =
  | { what: 'edit'; category: TicketCategory | null; parentId: number | null }
  | { what: 'archive'; category: TicketCategory }
  | null

/** The tree of what tickets are about. */
export function CategoriesScreen() {
  const { t } = useTranslation()
  const desk = useQuery(deskQuery)
  const language = useLanguage()
  const [doing, setDoing] = useState<Doing>(null)
  const add = () => setDoing({ what: 'edit', category: null, parentId: null })
  const archive = useChange({
    send: (category: TicketCategory) => call(archiveCategory, { params: { id: category.id } }),
    said: (_, category) => t('settings.categories.archived', { name: category.names[language] }),
    onDone: () => setDoing(null),
  })
  const categories = desk.data?.categories ?? []
  return (
    <SettingsPage
      section="categories"
      isNarrow
      sub={t('settings.categories.sub')}
      actions={
        <Button look="primary" icon="plus" onClick={add}>
          {t('settings.categories.add')}
        </Button>
      }
    >
      <Loaded query={desk}>
        {() =>
          categories.length === 0 ? (
            <EmptyState icon="stack" title={t('settings.categories.emptyTitle')}>
              {t('settings.categories.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {treeRows(categories).map((row) => (
                <CategoryRow key={row.category.id} row={row} onDo={setDoing} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {doing?.what === 'edit' && (
        <CategoryDialog
          categories={categories}
          category={doing.category}
          parentId={doing.parentId}
          onClose={() => setDoing(null)}
        />
      )}
      {doing?.what === 'archive' && (
        <Confirm
          isOpen
          onClose={() => setDoing(null)}
          onConfirm={() => archive.mutate(doing.category)}
          isBusy={archive.isPending}
          title={t('settings.categories.archiveTitle', { name: doing.category.names[language] })}
          action={t('settings.archive')}
        >
          {t('settings.categories.archiveText', { count: withBelow(categories, doing.category.id).size })}
        </Confirm>
      )}
    </SettingsPage>
  )
}

function CategoryRow({
  row: { category, depth, siblings },
  onDo,
}: {
  row: TreeRow
  onDo: (doing: Doing) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const other = language === 'ru' ? 'en' : 'ru'
  const name = category.names[language]
  const move = useChange({
    send: async (by: -1 | 1) => {
      for (const { id, position } of moveStep(siblings, category.id, by)) {
        await call(updateCategory, { params: { id }, body: { position } })
      }
    },
  })
  const at = siblings.findIndex((each) => each.id === category.id)
  return (
    <Row>
      <span className="flex min-w-0 flex-1 items-center gap-2" style={{ paddingLeft: depth * 24 }}>
        {depth > 0 && (
          <span
            aria-hidden="true"
            className="h-3 w-2 flex-none -translate-y-1 rounded-bl-xs border-b border-l border-line-strong"
          />
        )}
        <span className="min-w-0">
          <span className={depth === 0 ? 'font-medium' : ''}>{name}</span>
          {category.names[other] !== name && (
            <span className="ml-2 text-ink-3 max-md:hidden">{category.names[other]}</span>
          )}
        </span>
      </span>
      {siblings.length > 1 && (
        <span className="flex">
          <IconButton
            icon="up"
            label={t('settings.moveUp', { name })}
            disabled={at === 0 || move.isPending}
            onClick={() => move.mutate(-1)}
          />
          <IconButton
            icon="down"
            label={t('settings.moveDown', { name })}
            disabled={at === siblings.length - 1 || move.isPending}
            onClick={() => move.mutate(1)}
          />
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <Button look="ghost" aria-label={t('settings.moreAbout', { name })}>
            <Icon name="more" />
          </Button>
        }
      >
        <MenuItem icon="plus" onSelect={() => onDo({ what: 'edit', category: null, parentId: category.id })}>
          {t('settings.categories.addBelow')}
        </MenuItem>
        <MenuItem
          icon="pencil"
          onSelect={() => onDo({ what: 'edit', category, parentId: category.parentId })}
        >
          {t('settings.categories.editOrMove')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" tone="bad" onSelect={() => onDo({ what: 'archive', category })}>
          {t('settings.archive')}
        </MenuItem>
      </Menu>
    </Row>
  )
}
