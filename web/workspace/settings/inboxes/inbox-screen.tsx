import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveInbox } from '#contract/inboxes.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Callout } from '../../forms/callout.tsx'
import { deskQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { inboxesQuery } from '../queries.ts'
import { useKnownWords } from '../frame/use-known-words.ts'
import { useChange } from '../use-change.ts'
import { ConnectionBanner } from './connection/connection-banner.tsx'
import { NewInbox } from './connection/new-inbox.tsx'
import type { Inbox } from './inbox.ts'
import { InboxForm } from './inbox-form.tsx'
import { inboxHealth } from './inbox-health.ts'
import { type InboxSectionProps, inboxSections } from './inbox-sections.ts'
import { savedValues } from './inbox-values.ts'
import { HealthDot } from './inboxes-screen.tsx'

/** Adds an inbox; right after the set-up it is the second step, and may be put off. */
export function NewInboxScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { first, kind } = useSearch({ from: '/desk/settings/inboxes/new' })
  const desk = useQuery(deskQuery)
  return (
    <SettingsPage
      section="inboxes"
      isNarrow
      title={t(first ? 'settings.inboxes.firstTitle' : 'settings.inboxes.addTitle')}
      back={first && !kind ? undefined : '/settings/inboxes'}
      sub={first ? t('settings.inboxes.firstText') : undefined}
      actions={
        first && (
          <Button onClick={() => void navigate({ to: '/tickets', search: {} })}>
            {t('settings.inboxes.later')}
          </Button>
        )
      }
    >
      <Loaded query={desk}>
        {({ name }) => (
          <NewInbox
            kind={kind}
            isFirst={first}
            deskName={name}
            onSaved={() => void navigate({ to: first ? '/tickets' : '/settings/inboxes', search: {} })}
          />
        )}
      </Loaded>
    </SettingsPage>
  )
}

/** One inbox: its health in words, its connections, its end. */
export function InboxScreen() {
  const { t } = useTranslation()
  const { inboxId } = useParams({ from: '/desk/settings/inboxes/$inboxId' })
  const inboxes = useQuery(inboxesQuery)
  const inbox = inboxes.data?.items.find((each) => each.id === Number(inboxId))
  return (
    <SettingsPage
      section="inboxes"
      back="/settings/inboxes"
      title={inbox?.name ?? t('settings.section.inboxes')}
      mark={inbox && <HealthDot state={inboxHealth(inbox)} />}
      sub={inbox?.address}
    >
      <Loaded query={inboxes}>
        {() =>
          inbox ? (
            <SavedInbox inbox={inbox} />
          ) : (
            <EmptyState icon="mail" title={t('settings.inboxes.goneTitle')}>
              {t('settings.inboxes.goneText')}
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

function SavedInbox({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isLeaving, setLeaving] = useState(false)
  // The list is read again while one types: the form stays with the version it began with until it is saved.
  const [from, setFrom] = useState(inbox)
  // What the fields began with: another start is another form.
  const [start, setStart] = useState(inbox)
  const takeNewer = async () => {
    const { items } = await queryClient.fetchQuery({ ...inboxesQuery, staleTime: 0 })
    const newer = items.find((each) => each.id === inbox.id)
    if (!newer) return
    setFrom(newer)
    setStart(newer)
  }
  const archive = useChange({
    send: () => call(archiveInbox, { params: { id: inbox.id } }),
    said: t('settings.inboxes.archived', { name: inbox.name }),
    onDone: () => void navigate({ to: '/settings/inboxes' }),
  })
  const { receiveError, sendError, copyError } = inbox.health
  // What is missing then is said by the banner, and every other failure follows from it.
  const hasAccess = inbox.connectionState === null || inbox.connectionState === 'connected'
  const failsItself = hasAccess && (receiveError !== null || sendError !== null)
  return (
    <>
      <ConnectionBanner inbox={inbox} />
      {inbox.isActive && (copyError || failsItself) && (
        <div className="flex flex-col gap-2 pb-5">
          {copyError && (
            <Callout tone="warn" icon="alert">
              {t('settings.inboxes.copyFailed', { why: copyError })}
            </Callout>
          )}
          {failsItself && receiveError && (
            <Callout tone="bad" icon="alert">
              {t('settings.inboxes.receiveFailed', { why: receiveError })}
            </Callout>
          )}
          {failsItself && sendError && (
            <Callout tone="bad" icon="alert">
              {t('settings.inboxes.sendFailed', { why: sendError })}
            </Callout>
          )}
          {failsItself && <p className="text-ink-2">{t('settings.inboxes.healthHint')}</p>}
        </div>
      )}
      <InboxParts
        key={start.version}
        connection={
          <>
            <InboxForm
              saved={from}
              initial={savedValues(start)}
              onSaved={setFrom}
              onTakeNewer={() => void takeNewer()}
            />
            <section className="mt-10 border-t border-line pt-5">
              <h2 className="font-medium">{t('settings.inboxes.archiveTitle')}</h2>
              <p className="mt-0.5 mb-3 max-w-[520px] text-ink-3">{t('settings.inboxes.archiveText')}</p>
              <Button look="danger" icon="trash" onClick={() => setLeaving(true)}>
                {t('settings.inboxes.archive')}
              </Button>
            </section>
          </>
        }
        section={{ inbox: from, onSaved: setFrom, onTakeNewer: () => void takeNewer() }}
      />
      <Confirm
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => archive.mutate(undefined)}
        isBusy={archive.isPending}
        title={t('settings.inboxes.archiveConfirm', { address: inbox.address })}
        action={t('settings.inboxes.archive')}
      >
        {t('settings.inboxes.archiveText')}
      </Confirm>
    </>
  )
}

/** The connection and every section as tabs. What was opened once stays, so that a look aside loses no typed word. */
function InboxParts({ connection, section }: { connection: ReactNode; section: InboxSectionProps }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const navigate = useNavigate()
  const panelId = useId()
  const { part } = useSearch({ from: '/desk/settings/inboxes/$inboxId' })
  const names = ['connection', ...inboxSections.map(({ name }) => name)]
  const open = part !== undefined && names.includes(part) ? part : 'connection'
  const [visited, setVisited] = useState<readonly string[]>([])
  if (!visited.includes(open)) setVisited([...visited, open])
  return (
    <>
      <Tabs
        label={t('settings.inboxes.parts')}
        value={open}
        items={names.map((name) => ({ value: name, label: known(`settings.inboxes.part.${name}`, name) }))}
        panelId={panelId}
        onChange={(name) =>
          void navigate({
            to: '/settings/inboxes/$inboxId',
            params: { inboxId: String(section.inbox.id) },
            search: { part: name === 'connection' ? undefined : name },
            replace: true,
          })
        }
        className="mb-4 flex-wrap"
      />
      <div id={panelId} role="tabpanel">
        <div hidden={open !== 'connection'}>{visited.includes('connection') && connection}</div>
        {inboxSections.map(({ name, Section }) => (
          <div key={name} hidden={open !== name}>
            {visited.includes(name) && <Section {...section} />}
          </div>
        ))}
      </div>
    </>
  )
}
