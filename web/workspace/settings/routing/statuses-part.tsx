import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AgentStatus, archiveAgentStatus } from '#contract/attendance.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { agentStatusesQuery } from '../../attendance/queries.ts'
import { StatusDot } from '../../attendance/status-dot.tsx'
import { queryClient } from '../../query-client.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { useChange } from '../use-change.ts'
import { AgentStatusDialog } from './agent-status-dialog.tsx'

type Doing = { what: 'edit'; status: AgentStatus | null } | { what: 'archive'; status: AgentStatus } | null

/** What agents can say of themselves, and what each means to routing. */
export function StatusesPart() {
  const { t } = useTranslation()
  const language = useLanguage()
  const statuses = useQuery(agentStatusesQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const archive = useChange({
    send: (status: AgentStatus) => call(archiveAgentStatus, { params: { id: status.id } }),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: ['attendance'] })
      close()
    },
  })
  return (
    <section className="mt-10">
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{t('settings.routing.statuses.title')}</h2>
          <p className="mt-0.5 max-w-[560px] text-ink-3">{t('settings.routing.statuses.sub')}</p>
        </div>
        <Button icon="plus" onClick={() => setDoing({ what: 'edit', status: null })}>
          {t('settings.routing.statuses.add')}
        </Button>
      </div>
      <Loaded query={statuses} rows={3}>
        {({ items }) => (
          <Card>
            {items.map((status) => {
              const name = status.names[language]
              return (
                <Row key={status.id}>
                  <StatusDot meaning={status.meaning} />
                  <span className="font-medium">{name}</span>
                  <span className="min-w-0 flex-1 truncate text-sm text-ink-3">
                    {t(`settings.routing.statuses.means.${status.meaning}`)}
                  </span>
                  {status.key && <Tag>{t('settings.routing.statuses.builtIn')}</Tag>}
                  <IconButton
                    icon="pencil"
                    label={`${t('settings.rename')}: ${name}`}
                    onClick={() => setDoing({ what: 'edit', status })}
                  />
                  {!status.key && (
                    <IconButton
                      icon="trash"
                      label={`${t('settings.archive')}: ${name}`}
                      onClick={() => setDoing({ what: 'archive', status })}
                    />
                  )}
                </Row>
              )
            })}
          </Card>
        )}
      </Loaded>
      {doing?.what === 'edit' && <AgentStatusDialog status={doing.status} onClose={close} />}
      {doing?.what === 'archive' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => archive.mutate(doing.status)}
          isBusy={archive.isPending}
          title={t('settings.routing.statuses.archiveTitle', { name: doing.status.names[language] })}
          action={t('settings.archive')}
        >
          {t('settings.routing.statuses.archiveText')}
        </Confirm>
      )}
    </section>
  )
}
