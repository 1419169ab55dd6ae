import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveStatus, type StatusCategory, type TicketStatus, updateStatus } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { deskQuery } from '../../queries.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { useChange } from '../use-change.ts'
import { moveStep } from './move.ts'
import { StatusDialog } from './status-dialog.tsx'

const categories: readonly StatusCategory[] = ['new', 'open', 'paused', 'solved', 'closed']
const dots: Record<StatusCategory, string> = {
  new: 'bg-accent',
  open: 'bg-ink-2',
  paused: 'bg-warn',
  solved: 'bg-ok',
  closed: 'bg-line-strong',
}

type Doing =
  | { what: 'name'; category: StatusCategory; status: TicketStatus | null }
  | { what: 'archive'; status: TicketStatus }
  | null

/** Statuses under the five categories that decide what they mean. */
export function StatusesScreen() {
  const { t } = useTranslation()
  const desk = useQuery(deskQuery)
  const language = useLanguage()
  const [doing, setDoing] = useState<Doing>(null)
  const archive = useChange({
    send: (status: TicketStatus) => call(archiveStatus, { params: { id: status.id } }),
    said: (_, status) => t('settings.statuses.archived', { name: status.names[language] }),
    onDone: () => setDoing(null),
  })
  return (
    <SettingsPage section="statuses" isNarrow sub={t('settings.statuses.sub')}>
      <Loaded query={desk} rows={8}>
        {({ statuses }) => (
          <div className="flex flex-col gap-4">
            {categories.map((category) => (
              <CategoryCard
                key={category}
                category={category}
                statuses={statuses
                  .filter((each) => each.category === category)
                  .toSorted((a, b) => a.position - b.position || a.id - b.id)}
                onDo={setDoing}
              />
            ))}
          </div>
        )}
      </Loaded>
      {doing?.what === 'name' && (
        <StatusDialog category={doing.category} status={doing.status} onClose={() => setDoing(null)} />
      )}
      {doing?.what === 'archive' && (
        <Confirm
          isOpen
          onClose={() => setDoing(null)}
          onConfirm={() => archive.mutate(doing.status)}
          isBusy={archive.isPending}
          title={t('settings.statuses.archiveTitle', { name: doing.status.names[language] })}
          action={t('settings.archive')}
        >
          {t('settings.statuses.archiveText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

function CategoryCard({
  category,
  statuses,
  onDo,
}: {
  category: StatusCategory
  statuses: readonly TicketStatus[]
  onDo: (doing: Doing) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const other = language === 'ru' ? 'en' : 'ru'
  const move = useChange({
    send: async ({ id, by }: { id: number; by: -1 | 1 }) => {
      for (const { id: each, position } of moveStep(statuses, id, by)) {
        await call(updateStatus, { params: { id: each }, body: { position } })
      }
    },
  })
  const makeDefault = useChange({
    send: (id: number) => call(updateStatus, { params: { id }, body: { isDefault: true } }),
  })
  return (
    <Card
      header={
        <>
          <span aria-hidden="true" className={`size-2 flex-none rounded-full ${dots[category]}`} />
          <h2 className="font-semibold">{t(`statusCategory.${category}`)}</h2>
          <span className="min-w-0 flex-1 text-sm text-ink-3">
            {t(`settings.statuses.means.${category}`)}
          </span>
          <Button icon="plus" look="ghost" onClick={() => onDo({ what: 'name', category, status: null })}>
            {t('action.add')}
          </Button>
        </>
      }
    >
      {statuses.map((status, at) => {
        const name = status.names[language]
        return (
          <Row key={status.id} className="group">
            <span className="min-w-0 flex-1">
              <span className="font-medium">{name}</span>
              {status.names[other] !== name && (
                <span className="ml-2 text-ink-3 max-md:hidden">{status.names[other]}</span>
              )}
            </span>
            {status.isDefault && <Tag>{t('settings.statuses.default')}</Tag>}
            {statuses.length > 1 && (
              <span className="flex">
                <IconButton
                  icon="up"
                  label={t('settings.moveUp', { name })}
                  disabled={at === 0 || move.isPending}
                  onClick={() => move.mutate({ id: status.id, by: -1 })}
                />
                <IconButton
                  icon="down"
                  label={t('settings.moveDown', { name })}
                  disabled={at === statuses.length - 1 || move.isPending}
                  onClick={() => move.mutate({ id: status.id, by: 1 })}
                />
              </span>
            )}
            <Menu align="end" trigger={<IconButton icon="more" label={t('settings.moreAbout', { name })} />}>
              <MenuItem icon="pencil" onSelect={() => onDo({ what: 'name', category, status })}>
                {t('settings.rename')}
              </MenuItem>
              <MenuItem
                icon="check"
                isDisabled={status.isDefault}
                onSelect={() => makeDefault.mutate(status.id)}
              >
                {t('settings.statuses.makeDefault')}
              </MenuItem>
              <MenuSeparator />
              <MenuItem
                icon="trash"
                tone="bad"
                isDisabled={status.isDefault}
                onSelect={() => onDo({ what: 'archive', status })}
              >
                {t('settings.archive')}
              </MenuItem>
            </Menu>
          </Row>
        )
      })}
    </Card>
  )
}
