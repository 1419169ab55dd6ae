import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Checklist, orderChecklists, updateChecklist } from '#contract/checklists.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { checklistsQuery } from '../../checklists/queries.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { movedIds, OrderedRow } from '../frame/ordered-row.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useChange } from '../use-change.ts'
import { ChecklistDialog } from './checklist-dialog.tsx'

/** The desk's checklists: what has to be done on tickets of a kind, step by step. */
export function ChecklistsScreen() {
  const { t } = useTranslation()
  const checklists = useQuery(checklistsQuery)
  const [editing, setEditing] = useState<{ checklist: Checklist | null } | null>(null)
  const used = checklists.data?.items.filter((each) => !each.isArchived) ?? []
  const archived = checklists.data?.items.filter((each) => each.isArchived) ?? []
  const order = useChange({ send: (ids: number[]) => call(orderChecklists, { body: { ids } }) })
  const archive = useChange({
    send: ({ checklist, isArchived }: { checklist: Checklist; isArchived: boolean }) =>
      call(updateChecklist, {
        params: { id: checklist.id },
        body: { version: checklist.version, isArchived },
      }),
    said: (_, { checklist, isArchived }) =>
      isArchived ? t('settings.checklists.archived', { name: checklist.name }) : '',
  })
  const move = (from: number, to: number) => {
    const ids = movedIds(used, from, to)
    if (ids) order.mutate(ids)
  }
  const add = (
    <Button look="primary" icon="plus" onClick={() => setEditing({ checklist: null })}>
      {t('settings.checklists.add')}
    </Button>
  )
  return (
    <SettingsPage
      section="checklists"
      isNarrow
      sub={t('settings.checklists.sub')}
      actions={used.length > 0 && add}
    >
      <Loaded query={checklists} rows={3}>
        {() => (
          <div className="flex flex-col gap-6">
            {used.length === 0 ? (
              <EmptyState icon="check" title={t('settings.checklists.emptyTitle')} action={add}>
                {t('settings.checklists.emptyText')}
              </EmptyState>
            ) : (
              <Card>
                <ol>
                  {used.map((checklist, at) => (
                    <OrderedRow
                      key={checklist.id}
                      list="checklist"
                      name={checklist.name}
                      at={at}
                      count={used.length}
                      isMoving={order.isPending}
                      onMove={move}
                      end={
                        <Menu
                          align="end"
                          trigger={
                            <IconButton
                              icon="more"
                              label={t('settings.moreAbout', { name: checklist.name })}
                            />
                          }
                        >
                          <MenuItem icon="pencil" onSelect={() => setEditing({ checklist })}>
                            {t('action.edit')}
                          </MenuItem>
                          <MenuSeparator />
                          <MenuItem
                            icon="trash"
                            tone="bad"
                            onSelect={() => archive.mutate({ checklist, isArchived: true })}
                          >
                            {t('settings.archive')}
                          </MenuItem>
                        </Menu>
                      }
                    >
                      <button
                        type="button"
                        onClick={() => setEditing({ checklist })}
                        className="min-w-0 flex-1 rounded-sm py-1 text-left"
                      >
                        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                          <span className="font-medium break-words">{checklist.name}</span>
                          {checklist.isRequired && (
                            <Tag tone="accent">{t('settings.checklists.requiredTag')}</Tag>
                          )}
                        </span>
                        <span className="block truncate text-sm text-ink-3">
                          {t('settings.checklists.steps', { count: checklist.items.length })}:{' '}
                          {checklist.items.join(' · ')}
                        </span>
                      </button>
                    </OrderedRow>
                  ))}
                </ol>
              </Card>
            )}
            {archived.length > 0 && (
              <Card header={<h2 className="font-semibold">{t('settings.checklists.archivedTitle')}</h2>}>
                {archived.map((checklist) => (
                  <Row key={checklist.id}>
                    <span className="min-w-0 flex-1 truncate text-ink-3">{checklist.name}</span>
                    <Button
                      look="ghost"
                      aria-label={t('settings.fields.restoreOne', { name: checklist.name })}
                      onClick={() => archive.mutate({ checklist, isArchived: false })}
                    >
                      {t('settings.fields.restore')}
                    </Button>
                  </Row>
                ))}
              </Card>
            )}
          </div>
        )}
      </Loaded>
      {editing && <ChecklistDialog checklist={editing.checklist} onClose={() => setEditing(null)} />}
    </SettingsPage>
  )
}
