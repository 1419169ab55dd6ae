import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createWebForm, updateWebForm, type WebForm } from '#contract/web-forms.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NameDialog } from '../frame/name-dialog.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { OnOff } from '../rules/on-off.tsx'
import { useChange } from '../use-change.ts'
import { webFormsQuery } from './queries.ts'

/** The desk's forms, with what each brings. */
export function WebFormsScreen() {
  const { t } = useTranslation()
  const forms = useQuery(webFormsQuery)
  const navigate = useNavigate()
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      {t('settings.webForms.add')}
    </Button>
  )
  const isEmpty = forms.data?.items.length === 0
  return (
    <SettingsPage section="webForms" isNarrow sub={t('settings.webForms.sub')} actions={!isEmpty && add}>
      <Loaded query={forms} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="pencil" title={t('settings.webForms.emptyTitle')} action={add}>
              {t('settings.webForms.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((form) => (
                <FormListRow key={form.id} form={form} submissions={form.submissions} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {isAdding && (
        <NameDialog
          title={t('settings.webForms.addTitle')}
          example={t('settings.webForms.nameExample')}
          create={(name) => call(createWebForm, { body: { name } })}
          onCreated={(id) =>
            navigate({ to: '/settings/web-forms/$formId', params: { formId: String(id) }, search: {} })
          }
          onClose={() => setAdding(false)}
        />
      )}
    </SettingsPage>
  )
}

function FormListRow({ form, submissions }: { form: WebForm; submissions: number }) {
  const { t } = useTranslation()
  const { teamName } = useDesk()
  const turn = useChange({
    send: (isActive: boolean) =>
      call(updateWebForm, { params: { id: form.id }, body: { version: form.version, isActive } }),
    heard: (isActive) => t(isActive ? 'settings.webForms.turnedOn' : 'settings.webForms.turnedOff'),
  })
  const about = [
    t('settings.webForms.submissions', { count: submissions }),
    t('settings.webForms.fieldCount', { count: form.fields.length }),
    form.teamId === null ? t('settings.chats.anyTeam') : teamName(form.teamId),
  ]
  return (
    <Row className="min-h-[64px]">
      <span className="min-w-0 flex-1">
        <Link
          to="/settings/web-forms/$formId"
          params={{ formId: String(form.id) }}
          search={{}}
          className="block min-w-0 font-medium break-words hover:underline"
        >
          {form.name}
        </Link>
        <span className="block text-sm break-words text-ink-3">{about.filter(Boolean).join(' · ')}</span>
      </span>
      <OnOff
        name={form.name}
        label={t('settings.webForms.switch', { name: form.name })}
        isOn={form.isActive}
        isBusy={turn.isPending}
        onChange={(isActive) => turn.mutate(isActive)}
      />
    </Row>
  )
}
