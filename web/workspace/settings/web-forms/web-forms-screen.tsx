import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createWebForm, updateWebForm, type WebForm } from '#contract/web-forms.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDesk } from '../../desk.ts'
import { useForm } from '../../forms/use-form.ts'
import { Card, Row } from '../frame/card.tsx'
import { FormDialog } from '../frame/form-dialog.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { OnOff } from '../rules/on-off.tsx'
import { refreshSettings, useChange } from '../use-change.ts'
import { webFormsQuery } from './queries.ts'

/** The desk's forms, with what each brings. */
export function WebFormsScreen() {
  const { t } = useTranslation()
  const forms = useQuery(webFormsQuery)
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
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
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

/** Only its name is asked: everything else is as usual until it is changed. */
function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '' },
    check: ({ name }) => (name.trim() ? {} : { name: t('settings.chats.nameMissing') }),
    send: ({ name }) => call(createWebForm, { body: { name: name.trim() } }),
    onDone: async ({ id }) => {
      await refreshSettings()
      await navigate({ to: '/settings/web-forms/$formId', params: { formId: String(id) }, search: {} })
    },
  })
  return (
    <FormDialog
      form={form}
      title={t('settings.webForms.addTitle')}
      action={t('action.create')}
      onClose={onClose}
    >
      <Field label={t('settings.chats.name')} hint={t('settings.chats.nameHint')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            autoComplete="off"
            maxLength={120}
            placeholder={t('settings.webForms.nameExample')}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
