import { useTranslation } from 'react-i18next'
import type { CorrespondentKey } from '#contract/letter-keys.ts'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { useForm } from '../forms/use-form.ts'
import { FormDialog } from '../settings/frame/form-dialog.tsx'

interface KeyValues {
  address: string
  key: string
}

/** Takes a customer's certificate or public key; whoever adds it vouches for it. */
export function NewCustomerKey({
  customerId,
  address,
  send,
  onClose,
}: {
  customerId: number
  address: string
  send: (body: KeyValues) => Promise<CorrespondentKey>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const form = useForm<KeyValues, CorrespondentKey>({
    initial: { address, key: '' },
    check: ({ key }) => (key.trim() ? {} : { key: t('protection.keyMissing') }),
    send,
    at: { key_unreadable: 'key', gpg_missing: 'key', unknown_reference: 'address' },
    onDone: onClose,
  })
  return (
    <FormDialog
      key={customerId}
      form={form}
      title={t('protection.addKey')}
      action={t('action.save')}
      onClose={onClose}
      width={560}
    >
      <Field label={t('customer.email')} error={form.error('address')}>
        {(ids) => (
          <Input
            {...ids}
            type="email"
            name="address"
            value={form.values.address}
            onChange={(event) => form.set('address', event.target.value)}
          />
        )}
      </Field>
      <Field label={t('protection.publicKey')} hint={t('protection.publicKeyHint')} error={form.error('key')}>
        {(ids) => (
          <Textarea
            {...ids}
            rows={8}
            name="key"
            spellCheck={false}
            className="font-mono text-sm"
            value={form.values.key}
            onChange={(event) => form.set('key', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
