import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveMacro, deleteMacroFolder, type MacroFolder, type MacroListItem } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { macrosQuery } from '../../composer/macros/queries.ts'
import { folderPath } from '../../composer/macros/search-macros.ts'
import { useCan } from '../../session.ts'
import { Card } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import { FolderDialog } from './folder-dialog.tsx'
import { FolderHeader } from './folder-header.tsx'
import { MacroRow } from './macro-row.tsx'
import { type Shown, shownMacros } from './macro-values.ts'

type Doing =
  | { what: 'remove'; macro: MacroListItem }
  | { what: 'folder'; folder: MacroFolder | null }
  | { what: 'removeFolder'; folder: MacroFolder }
  | null

/** Every prepared reply one may use or edit, in its folders. */
export function MacrosScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const all = useQuery(macrosQuery)
  const [shown, setShown] = useState<Shown>('all')
  const [query, setQuery] = useState('')
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const remove = useChange({
    send: (macro: MacroListItem) => call(archiveMacro, { params: { id: macro.id } }),
    said: (_, macro) => t('macro.removed', { name: macro.name }),
    onDone: close,
  })
  const removeFolder = useChange({
    send: (folder: MacroFolder) => call(deleteMacroFolder, { params: { id: folder.id } }),
    onDone: close,
  })
  const add = (
    <Link to="/settings/macros/$macroId" params={{ macroId: 'new' }} className={buttonClass('primary')}>
      <Icon name="plus" />
      {t('macro.add')}
    </Link>
  )
  const folders = all.data?.folders ?? []
  const macros = shownMacros(all.data?.items ?? [], shown, query)
  const isNarrowed = query.trim() !== '' || shown !== 'all'
  const byPath = folders
    .map((folder) => ({ folder, path: folderPath(folders, folder.id) }))
    .toSorted((a, b) => a.path.localeCompare(b.path))
  const rows = (list: readonly MacroListItem[]) => (
    <ul>
      {list.map((macro) => (
        <MacroRow key={macro.id} macro={macro} onRemove={() => setDoing({ what: 'remove', macro })} />
      ))}
    </ul>
  )
  const loose = macros.filter((macro) => macro.folderId === null)
  return (
    <SettingsPage
      section="macros"
      isNarrow
      sub={t('macro.sub')}
      actions={
        all.data && (
          <>
            <Button onClick={() => setDoing({ what: 'folder', folder: null })}>{t('macro.addFolder')}</Button>
            {all.data.items.length > 0 && add}
          </>
        )
      }
    >
      <Loaded query={all}>
        {({ items }) =>
          items.length === 0 && folders.length === 0 ? (
            <EmptyState icon="bolt" title={t('macro.emptyTitle')} action={add}>
              {t('macro.emptyText')}
            </EmptyState>
          ) : (
            <>
              <div className="mb-4 flex flex-wrap items-center gap-2">
                <Tabs<Shown>
                  label={t('macro.filter')}
                  value={shown}
                  items={(['all', 'shared', 'team', 'personal'] as const).map((value) => ({
                    value,
                    label: t(`macro.shown.${value}`),
                  }))}
                  onChange={setShown}
                />
                <Input
                  type="search"
                  aria-label={t('macro.search')}
                  placeholder={t('macro.search')}
                  value={query}
                  onChange={(event) => setQuery(event.target.value)}
                  className="ml-auto !w-60 max-md:!w-full"
                />
              </div>
              {isNarrowed && macros.length === 0 && (
                <EmptyState icon="search" title={t('macro.nothingFound')}>
                  {t('macro.nothingFoundText')}
                </EmptyState>
              )}
              <div className="flex flex-col gap-4">
                {byPath.map(({ folder, path }) => {
                  const inside = macros.filter((macro) => macro.folderId === folder.id)
                  if (isNarrowed && inside.length === 0) return null
                  return (
                    <Card
                      key={folder.id}
                      header={
                        <FolderHeader
                          folder={folder}
                          path={path}
                          count={inside.length}
                          mayKeep={folder.isOwn || can('macro.share')}
                          onEdit={() => setDoing({ what: 'folder', folder })}
                          onRemove={() => setDoing({ what: 'removeFolder', folder })}
                        />
                      }
                    >
                      {inside.length > 0 && rows(inside)}
                    </Card>
                  )
                })}
                {loose.length > 0 && (
                  <Card
                    header={
                      byPath.length > 0 && <span className="text-ink-2">{t('macro.withoutFolder')}</span>
                    }
                  >
                    {rows(loose)}
                  </Card>
                )}
              </div>
            </>
          )
        }
      </Loaded>
      {doing?.what === 'folder' && <FolderDialog folder={doing.folder} folders={folders} onClose={close} />}
      {doing?.what === 'remove' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => remove.mutate(doing.macro)}
          isBusy={remove.isPending}
          title={t('macro.removeTitle', { name: doing.macro.name })}
          action={t('macro.remove')}
        >
          {t('macro.removeText')}
        </Confirm>
      )}
      {doing?.what === 'removeFolder' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => removeFolder.mutate(doing.folder)}
          isBusy={removeFolder.isPending}
          title={t('macro.removeFolderTitle', { name: doing.folder.name })}
          action={t('macro.removeFolder')}
        >
          {t('macro.removeFolderText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}
