import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import type { AuditEntry as AuditEntrySchema } from '#contract/audit.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { auditQuery } from '../queries.ts'
import { useAuditWords } from './audit-words.ts'

type AuditEntry = z.input<typeof AuditEntrySchema>
/** No agent's id: they begin at one. */
const everybody = 0

/** What administrators changed, newest first. */
export function AuditScreen() {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const [agentId, setAgentId] = useState(everybody)
  const audit = useInfiniteQuery(auditQuery(agentId === everybody ? null : agentId))
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <SettingsPage
      section="audit"
      isNarrow
      sub={t('settings.audit.sub')}
      actions={
        <Select
          label={t('settings.audit.who')}
          value={agentId}
          options={[
            { value: everybody, label: t('settings.audit.everybody') },
            ...desk.agents.map((agent) => ({ value: agent.id, label: agent.name })),
          ]}
          onChange={setAgentId}
          className="!w-52"
        />
      }
    >
      <Loaded query={audit} rows={8}>
        {() =>
          entries.length === 0 ? (
            <EmptyState icon="clock" title={t('settings.audit.emptyTitle')}>
              {t('settings.audit.emptyText')}
            </EmptyState>
          ) : (
            <>
              <Card>
                {entries.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} />
                ))}
              </Card>
              {audit.hasNextPage && (
                <div className="pt-4 text-center">
                  <Button isBusy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
                    {t('action.loadMore')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const dates = useDates()
  const words = useAuditWords()
  const { what, about, changes } = words(entry)
  return (
    <Row className="!items-start">
      <span className="min-w-0 flex-1">
        <span className="block">
          <span className="font-medium">{entry.actor.kind === 'system' ? 'Otklik' : entry.actor.name}</span>
          <span className="text-ink-2">: {what}</span>
        </span>
        {[about, ...changes].filter(Boolean).map((line) => (
          <span key={line} className="block text-sm break-words text-ink-3">
            {line}
          </span>
        ))}
      </span>
      <time
        dateTime={entry.at}
        title={dates.full(entry.at)}
        className="numeric flex-none pt-px text-sm text-ink-3"
      >
        {dates.feed(entry.at)}
      </time>
    </Row>
  )
}
