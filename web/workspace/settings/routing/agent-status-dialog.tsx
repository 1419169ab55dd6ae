import { useTranslation } from 'react-i18next'
import { type AgentStatus, createAgentStatus, type Meaning, updateAgentStatus } from '#contract/attendance.ts'
import { call } from '../../../api/call.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { StatusDot } from '../../attendance/status-dot.tsx'
import { useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { NamesFields, namesOf } from '../frame/names-fields.tsx'
import { refreshSettings } from '../use-change.ts'

const meanings: readonly Meaning[] = ['online', 'away', 'offline']

/** Names a status and says what it means; what it means stays as it is, so that the log stays true. */
export function AgentStatusDialog({ status, onClose }: { status: AgentStatus | null; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm<{ ru: string; en: string; names: string; meaning: Meaning }>({
    initial: {
      ru: status?.names.ru ?? '',
      en: status?.names.en ?? '',
      names: '',
      meaning: status?.meaning ?? 'away',
    },
    check: (values) => (namesOf(values) ? {} : { names: t('fieldProblem.names') }),
    send: async (values) => {
      const names = namesOf(values) ?? { ru: '', en: '' }
      if (status) await call(updateAgentStatus, { params: { id: status.id }, body: { names } })
      else await call(createAgentStatus, { body: { names, meaning: values.meaning } })
    },
    onDone: () => {
      void refreshSettings()
      void queryClient.invalidateQueries({ queryKey: ['attendance'] })
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={t(status ? 'settings.routing.statuses.rename' : 'settings.routing.statuses.add')}
      action={t(status ? 'action.save' : 'action.add')}
      onClose={onClose}
    >
      <NamesFields
        isFocused
        ru={form.values.ru}
        en={form.values.en}
        onChange={form.set}
        error={form.error('names')}
      />
      {!status && (
        <Field
          label={t('settings.routing.statuses.meaning')}
          hint={t(`settings.routing.statuses.means.${form.values.meaning}`)}
        >
          {(ids) => (
            <Select
              id={ids.id}
              value={form.values.meaning}
              options={meanings.map((value) => ({
                value,
                label: t(`settings.routing.statuses.meaningName.${value}`),
                mark: <StatusDot meaning={value} />,
              }))}
              onChange={(meaning) => form.set('meaning', meaning)}
            />
          )}
        </Field>
      )}
    </FormDialog>
  )
}
