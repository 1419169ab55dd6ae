import { useTranslation } from 'react-i18next'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { refreshSettings } from '../use-change.ts'
import { FormDialog } from './form-dialog.tsx'

/** Something new of which only its name is asked: everything else is as usual until it is changed. */
export function NameDialog({
  title,
  example,
  create,
  onCreated,
  onClose,
}: {
  title: string
  example: string
  create: (name: string) => Promise<{ id: number }>
  onCreated: (id: number) => Promise<void>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { name: '' },
    check: ({ name }) => (name.trim() ? {} : { name: t('settings.chats.nameMissing') }),
    send: ({ name }) => create(name.trim()),
    onDone: async ({ id }) => {
      await refreshSettings()
      await onCreated(id)
    },
  })
  return (
    <FormDialog form={form} title={title} action={t('action.create')} onClose={onClose}>
      <Field label={t('settings.chats.name')} hint={t('settings.chats.nameHint')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            autoComplete="off"
            maxLength={120}
            placeholder={example}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
