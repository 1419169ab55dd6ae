import { useTranslation } from 'react-i18next'
import { blockAddress } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { looksLikeEmail } from '../../forms/field-problem.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'

/** Days to choose from; 0 is for good. */
const spans = [7, 30, 90, 365, 0]

/** Blocks an address by hand. */
export function BlockDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { address: '', days: 30, isAutomaticOnly: false },
    check: (values) => (looksLikeEmail(values.address) ? {} : { address: t('fieldProblem.email') }),
    send: ({ address, days, isAutomaticOnly }) =>
      call(blockAddress, {
        body: { address: address.trim(), days: days || null, scope: isAutomaticOnly ? 'automatic' : 'all' },
      }),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={t('settings.blocked.addTitle')}
      action={t('settings.blocked.add')}
      onClose={onClose}
    >
      <Field label={t('settings.blocked.address')} error={form.error('address')}>
        {(ids) => (
          <Input
            {...ids}
            name="address"
            type="email"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={form.values.address}
            onChange={(event) => form.set('address', event.target.value)}
          />
        )}
      </Field>
      <Field label={t('settings.blocked.howLong')}>
        {({ id }) => (
          <Select
            id={id}
            value={form.values.days}
            options={spans.map((value) => ({
              value,
              label:
                value === 0 ? t('settings.blocked.forGood') : t('settings.blocked.days', { count: value }),
            }))}
            onChange={(days) => form.set('days', days)}
          />
        )}
      </Field>
      <Checkbox
        label={t('settings.blocked.automaticOnly')}
        hint={t('settings.blocked.automaticHint')}
        checked={form.values.isAutomaticOnly}
        onChange={(event) => form.set('isAutomaticOnly', event.target.checked)}
      />
    </FormDialog>
  )
}
