import { useTranslation } from 'react-i18next'
import { createStatus, type StatusCategory, type TicketStatus, updateStatus } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { NamesFields, namesOf } from '../frame/names-fields.tsx'
import { refreshSettings } from '../use-change.ts'

/** Names a new status of a category, or renames one. */
export function StatusDialog({
  category,
  status,
  onClose,
}: {
  category: StatusCategory
  status: TicketStatus | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { ru: status?.names.ru ?? '', en: status?.names.en ?? '', names: '' },
    check: (values) => (namesOf(values) ? {} : { names: t('fieldProblem.names') }),
    send: async (values) => {
      const names = namesOf(values) ?? { ru: '', en: '' }
      if (status) await call(updateStatus, { params: { id: status.id }, body: { names } })
      else await call(createStatus, { body: { category, names } })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={
        status
          ? t('settings.statuses.rename')
          : t('settings.statuses.addTo', { category: t(`statusCategory.${category}`) })
      }
      action={status ? t('action.save') : t('action.add')}
      onClose={onClose}
    >
      <NamesFields isFocused {...form.values} onChange={form.set} error={form.error('names')} />
    </FormDialog>
  )
}
