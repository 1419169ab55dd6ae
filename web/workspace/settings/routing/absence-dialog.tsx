import { useTranslation } from 'react-i18next'
import { createAbsence } from '#contract/attendance.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useAgentZone } from '../../composer/use-moment.ts'
import { useDesk } from '../../desk.ts'
import { useForm } from '../../forms/use-form.ts'
import { useSession } from '../../session.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { dayOf, wholeDays } from './whole-days.ts'

/** Whole days, the last included. One's own, unless it may be somebody else's. */
export function AbsenceDialog({ isOwn = false, onClose }: { isOwn?: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { desk } = useDesk()
  const { agent } = useSession()
  const timeZone = useAgentZone()
  const today = dayOf(new Date(), timeZone)
  const form = useForm({
    initial: { agentId: agent.id, from: today, to: today, remark: '' },
    check: ({ from, to }) =>
      wholeDays(from, to, timeZone) && from <= to && to >= today
        ? {}
        : { to: t('settings.routing.people.absenceWrong') },
    send: async ({ agentId, from, to, remark }) => {
      const days = wholeDays(from, to, timeZone)
      if (days) await call(createAbsence, { body: { agentId, ...days, remark } })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  const { values, set, error } = form
  const people = desk.agents
    .filter((one) => one.isActive)
    .toSorted((a, b) => a.name.localeCompare(b.name, i18n.language))
  return (
    <FormDialog
      form={form}
      title={t('settings.routing.people.addAbsence')}
      action={t('action.add')}
      onClose={onClose}
    >
      {!isOwn && (
        <Field label={t('settings.routing.people.who')}>
          {(ids) => (
            <Select
              id={ids.id}
              value={values.agentId}
              options={people.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(id) => set('agentId', id)}
            />
          )}
        </Field>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        <Field label={t('settings.routing.people.from')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              name="from"
              value={values.from}
              onChange={(event) => set('from', event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.routing.people.to')} error={error('to')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              name="to"
              min={values.from}
              value={values.to}
              onChange={(event) => set('to', event.target.value)}
            />
          )}
        </Field>
      </div>
      <Field
        label={t('settings.routing.people.remark')}
        isOptional={t('settings.optional')}
        hint={t('settings.routing.people.remarkHint')}
      >
        {(ids) => (
          <Input
            {...ids}
            name="remark"
            maxLength={200}
            autoComplete="off"
            value={values.remark}
            onChange={(event) => set('remark', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
