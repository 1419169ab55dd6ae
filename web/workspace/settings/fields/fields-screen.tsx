import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomField, type FieldOwner, orderFields, updateField } from '#contract/fields.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { fieldsQuery } from '../../fields/queries.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { movedIds, OrderedRow } from '../frame/ordered-row.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { useChange } from '../use-change.ts'
import { FieldDialog } from './field-dialog.tsx'
import { owners } from './kinds.ts'

type Doing = { what: 'edit'; field: CustomField | null } | { what: 'archive'; field: CustomField } | null

/** What the desk asks for besides what every desk does: the fields of its tickets, customers and organizations. */
export function FieldsScreen() {
  const { t } = useTranslation()
  const language = useLanguage()
  const fields = useQuery(fieldsQuery)
  const [owner, setOwner] = useState<FieldOwner>('ticket')
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const own = fields.data?.items.filter((field) => field.owner === owner) ?? []
  const used = own.filter((field) => !field.isArchived)
  const archived = own.filter((field) => field.isArchived)
  const order = useChange({ send: (ids: number[]) => call(orderFields, { body: { owner, ids } }) })
  const archive = useChange({
    send: ({ field, isArchived }: { field: CustomField; isArchived: boolean }) =>
      call(updateField, { params: { id: field.id }, body: { version: field.version, isArchived } }),
    said: (_, { field, isArchived }) =>
      isArchived ? t('settings.fields.archived', { name: field.names[language] }) : '',
    onDone: close,
  })
  const move = (from: number, to: number) => {
    const ids = movedIds(used, from, to)
    if (ids) order.mutate(ids)
  }
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'edit', field: null })}>
      {t('settings.fields.add')}
    </Button>
  )
  return (
    <SettingsPage section="fields" isNarrow sub={t('settings.fields.sub')} actions={used.length > 0 && add}>
      <Tabs
        className="mb-4 w-max"
        label={t('settings.fields.whose')}
        panelId="fields-panel"
        value={owner}
        onChange={setOwner}
        items={owners.map((value) => ({ value, label: t(`settings.fields.owner.${value}`) }))}
      />
      <div id="fields-panel" role="tabpanel">
        <Loaded query={fields} rows={3}>
          {() => (
            <div className="flex flex-col gap-6">
              {used.length === 0 ? (
                <EmptyState icon="tag" title={t('settings.fields.emptyTitle')} action={add}>
                  {t(`settings.fields.empty.${owner}`)}
                </EmptyState>
              ) : (
                <Card>
                  <ol>
                    {used.map((field, at) => (
                      <OrderedRow
                        key={field.id}
                        list="field"
                        name={field.names[language]}
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
                                label={t('settings.moreAbout', { name: field.names[language] })}
                              />
                            }
                          >
                            <MenuItem icon="pencil" onSelect={() => setDoing({ what: 'edit', field })}>
                              {t('action.edit')}
                            </MenuItem>
                            <MenuSeparator />
                            <MenuItem
                              icon="trash"
                              tone="bad"
                              onSelect={() => setDoing({ what: 'archive', field })}
                            >
                              {t('settings.archive')}
                            </MenuItem>
                          </Menu>
                        }
                      >
                        <FieldSummary field={field} onEdit={() => setDoing({ what: 'edit', field })} />
                      </OrderedRow>
                    ))}
                  </ol>
                </Card>
              )}
              {archived.length > 0 && (
                <Card header={<h2 className="font-semibold">{t('settings.fields.archivedTitle')}</h2>}>
                  {archived.map((field) => (
                    <Row key={field.id}>
                      <span className="min-w-0 flex-1 truncate text-ink-3">{field.names[language]}</span>
                      <Button
                        look="ghost"
                        onClick={() => archive.mutate({ field, isArchived: false })}
                        aria-label={t('settings.fields.restoreOne', { name: field.names[language] })}
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
      </div>
      {doing?.what === 'edit' && <FieldDialog owner={owner} field={doing.field} onClose={close} />}
      {doing?.what === 'archive' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => archive.mutate({ field: doing.field, isArchived: true })}
          isBusy={archive.isPending}
          title={t('settings.fields.archiveTitle', { name: doing.field.names[language] })}
          action={t('settings.archive')}
        >
          {t('settings.fields.archiveText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

function FieldSummary({ field, onEdit }: { field: CustomField; onEdit: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const choices = field.choices.filter((choice) => !choice.isArchived)
  return (
    <button type="button" onClick={onEdit} className="min-w-0 flex-1 rounded-sm py-1 text-left">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium break-words">{field.names[language]}</span>
        {field.isRequiredToSolve && <Tag tone="accent">{t('settings.fields.requiredTag')}</Tag>}
        {field.shown !== 'always' && <Tag>{t(`settings.fields.shownTag.${field.shown}`)}</Tag>}
      </span>
      <span className="block truncate text-sm text-ink-3">
        <code className="font-mono">{field.key}</code>
        {' · '}
        {t(`settings.fields.kind.${field.kind}`)}
        {choices.length > 0 && `: ${choices.map((choice) => choice.names[language]).join(', ')}`}
      </span>
    </button>
  )
}
