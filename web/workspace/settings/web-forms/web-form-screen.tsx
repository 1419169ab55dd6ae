import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createWebForm, updateWebForm, type WebForm } from '#contract/web-forms.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { queryClient } from '../../query-client.ts'
import { ArchiveSection } from '../frame/archive-section.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { refreshSettings, useChange } from '../use-change.ts'
import { savedValues, sentValues } from './form-values.ts'
import { InstallPart } from './install-part.tsx'
import { webFormsQuery } from './queries.ts'
import { WebFormEditor } from './web-form-editor.tsx'

/** One form: what it asks and what becomes of it, beside it as its visitors meet it; how it comes to them. */
export function WebFormScreen() {
  const { t } = useTranslation()
  const { formId } = useParams({ from: '/desk/settings/web-forms/$formId' })
  const forms = useQuery(webFormsQuery)
  const form = forms.data?.items.find((each) => each.id === Number(formId))
  return (
    <SettingsPage
      section="webForms"
      back="/settings/web-forms"
      isWide
      title={form?.name ?? t('settings.section.webForms')}
      sub={form && t('settings.webForms.submissions', { count: form.submissions })}
      actions={form && <CopyButton form={form} />}
    >
      <Loaded query={forms}>
        {() =>
          form ? (
            <SavedForm key={form.id} form={form} />
          ) : (
            <EmptyState icon="pencil" title={t('settings.webForms.goneTitle')}>
              {t('settings.chats.goneText')}
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

/** Another form as this one was saved, off until it is looked at. */
function CopyButton({ form }: { form: WebForm }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const copy = useChange({
    send: () => {
      const name = t('rules.copyName', { name: form.name }).slice(0, 120)
      return call(createWebForm, { body: { ...sentValues(savedValues(form)), name, isActive: false } })
    },
    said: ({ name }) => t('settings.webForms.copied', { name }),
    onDone: async ({ id }) => {
      await refreshSettings()
      await navigate({ to: '/settings/web-forms/$formId', params: { formId: String(id) }, search: {} })
    },
  })
  return (
    <Button disabled={copy.isPending} onClick={() => copy.mutate(undefined)}>
      {t('rules.copy')}
    </Button>
  )
}

const parts = ['fields', 'install'] as const

function SavedForm({ form }: { form: WebForm & { url: string } }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const panelId = useId()
  const { part = 'fields' } = useSearch({ from: '/desk/settings/web-forms/$formId' })
  // The list is read again while one types: the form stays with the version it began with until it is saved.
  const [from, setFrom] = useState<WebForm>(form)
  // What the fields began with: another start is another form.
  const [start, setStart] = useState<WebForm>(form)
  const takeNewer = async () => {
    const { items } = await queryClient.fetchQuery({ ...webFormsQuery, staleTime: 0 })
    const newer = items.find((each) => each.id === form.id)
    if (!newer) return
    setFrom(newer)
    setStart(newer)
  }
  return (
    <>
      <Tabs
        label={t('settings.webForms.parts')}
        value={part}
        items={parts.map((name) => ({ value: name, label: t(`settings.webForms.part.${name}`) }))}
        panelId={panelId}
        onChange={(name) =>
          void navigate({
            to: '/settings/web-forms/$formId',
            params: { formId: String(form.id) },
            search: { part: name === 'fields' ? undefined : name },
            replace: true,
          })
        }
        className="mb-4"
      />
      <div id={panelId} role="tabpanel" aria-label={t(`settings.webForms.part.${part}`)}>
        {/* Hidden, not gone: a look aside loses no typed word. */}
        <div hidden={part !== 'fields'}>
          <WebFormEditor
            key={start.version}
            saved={from}
            start={start}
            onSaved={setFrom}
            onTakeNewer={() => void takeNewer()}
          />
          <ArchiveSection
            title={t('settings.webForms.archiveTitle')}
            text={t('settings.webForms.archiveText')}
            action={t('settings.chats.archive')}
            question={t('settings.webForms.archiveConfirm', { name: from.name })}
            said={t('settings.webForms.archived', { name: from.name })}
            send={() =>
              call(updateWebForm, {
                params: { id: from.id },
                body: { version: from.version, isArchived: true },
              })
            }
            onDone={() => void navigate({ to: '/settings/web-forms' })}
          />
        </div>
        {part === 'install' && <InstallPart form={form} />}
      </div>
    </>
  )
}
