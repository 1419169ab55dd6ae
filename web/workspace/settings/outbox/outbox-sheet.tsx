import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutboxKind } from '#contract/outbox.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { HeadersTable } from '../letters/headers-table.tsx'
import { outboxLetterQuery, outboxSourceQuery } from '../letters/mail-queries.ts'
import { SourceView } from '../letters/source-view.tsx'
import { OutboxActions } from './outbox-actions.tsx'
import { OutboxOverview } from './outbox-overview.tsx'
import { useOutboxWords } from './use-outbox-words.ts'

const tabs = ['overview', 'headers', 'source'] as const
type Tab = (typeof tabs)[number]
const panelId = 'outbox-panel'

/** One outgoing letter's page: how it stands in words, its headers and source, and what can be done about it. */
export function OutboxSheet({
  kind,
  id,
  onOpen,
  onClose,
}: {
  kind: OutboxKind
  id: number
  onOpen: (name: string) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const words = useOutboxWords()
  const [tab, setTab] = useState<Tab>('overview')
  const query = useQuery(outboxLetterQuery(kind, id))
  const letter = query.data?.letter
  // A letter of the desk itself may carry a link that signs somebody in: what it says is shown to nobody.
  const isWritten = letter?.kind === 'letter'
  return (
    <Dialog
      isOpen
      onClose={onClose}
      place="right"
      width={760}
      title={letter ? words.title(letter) : t('settings.letters.one')}
      footer={letter && letter.actions.length > 0 && <OutboxActions letter={letter} onOpen={onOpen} />}
    >
      <div className="px-4 pt-3 pb-6">
        {isWritten && (
          <Tabs
            label={t('settings.letters.tabs')}
            value={tab}
            items={tabs.map((value) => ({ value, label: t(`settings.letters.tab.${value}`) }))}
            onChange={setTab}
            panelId={panelId}
            className="mb-4"
          />
        )}
        <div id={panelId} role={isWritten ? 'tabpanel' : undefined}>
          <Loaded query={query} rows={4}>
            {(full) =>
              !isWritten || tab === 'overview' ? (
                <OutboxOverview full={full} onOpen={onOpen} />
              ) : tab === 'headers' ? (
                <HeadersTable headers={full.headers} />
              ) : (
                <SourceView
                  query={outboxSourceQuery(full.letter.id)}
                  hint={t('settings.outbox.sourceHint')}
                />
              )
            }
          </Loaded>
        </div>
      </div>
    </Dialog>
  )
}
