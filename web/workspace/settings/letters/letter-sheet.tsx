import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadLetter, type LetterInFull, replayLetter } from '#contract/letters.ts'
import { call, routeUrl } from '../../../api/call.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { useCan } from '../../session.ts'
import { Loaded } from '../frame/loaded.tsx'
import { HeadersTable } from './headers-table.tsx'
import { LetterOverview } from './letter-overview.tsx'
import { letterTitle } from './letter-row.tsx'
import { letterQuery, letterSourceQuery } from './mail-queries.ts'
import { MoveDialog } from './move-dialog.tsx'
import { SourceView } from './source-view.tsx'
import { useMailChange } from './use-mail-change.ts'

const tabs = ['overview', 'headers', 'source'] as const
type Tab = (typeof tabs)[number]
const panelId = 'letter-panel'

/** One letter's page: what became of it and why, its headers, its bytes, and what can be done about it. */
export function LetterSheet({ id, onClose }: { id: number; onClose: () => void }) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<Tab>('overview')
  const query = useQuery(letterQuery(id))
  const letter = query.data?.letter
  return (
    <Dialog
      isOpen
      onClose={onClose}
      place="right"
      width={760}
      title={letter ? letterTitle(letter, t) : t('settings.letters.one')}
      footer={query.data && <Actions full={query.data} />}
    >
      <div className="px-4 pt-3 pb-6">
        <Tabs
          label={t('settings.letters.tabs')}
          value={tab}
          items={tabs.map((value) => ({ value, label: t(`settings.letters.tab.${value}`) }))}
          onChange={setTab}
          panelId={panelId}
          className="mb-4"
        />
        <div id={panelId} role="tabpanel">
          <Loaded query={query} rows={4}>
            {(full) =>
              tab === 'overview' ? (
                <LetterOverview full={full} />
              ) : tab === 'headers' ? (
                <HeadersTable headers={full.headers} />
              ) : (
                <SourceView query={letterSourceQuery(id)} action={<Download id={id} />} />
              )
            }
          </Loaded>
        </div>
      </div>
    </Dialog>
  )
}

function Download({ id }: { id: number }) {
  const { t } = useTranslation()
  return (
    <a
      href={routeUrl(downloadLetter.path, { params: { id } })}
      download={`letter-${id}.eml`}
      className={buttonClass('plain')}
    >
      <Icon name="download" />
      {t('settings.letters.raw')}
    </a>
  )
}

function Actions({ full }: { full: LetterInFull }) {
  const { t } = useTranslation()
  const can = useCan()
  const [isMoving, setMoving] = useState(false)
  const { letter } = full
  const replay = useMailChange({
    send: () => call(replayLetter, { params: { id: letter.id } }),
    said: t('settings.letters.replayed'),
  })
  const canReplay = letter.state === 'quarantined' || letter.state === 'ignored'
  const canMove = full.customerMessageId !== null && full.ticket !== null && can('ticket.update')
  return (
    <>
      <Download id={letter.id} />
      {canMove && (
        <Button icon="right" onClick={() => setMoving(true)}>
          {t('settings.letters.move')}
        </Button>
      )}
      {canReplay && (
        <Button
          look="primary"
          icon="refresh"
          isBusy={replay.isPending}
          onClick={() => replay.mutate(undefined)}
        >
          {t('settings.letters.replay')}
        </Button>
      )}
      {isMoving && full.ticket && (
        <MoveDialog letterId={letter.id} from={full.ticket} onClose={() => setMoving(false)} />
      )}
    </>
  )
}
