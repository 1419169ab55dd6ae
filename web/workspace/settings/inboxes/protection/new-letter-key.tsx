import { useTranslation } from 'react-i18next'
import { type LetterKey, addLetterKey } from '#contract/letter-keys.ts'
import { call } from '../../../../api/call.ts'
import { Field, Input, Textarea } from '../../../../ui/field.tsx'
import { Select } from '../../../../ui/select.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { FormDialog } from '../../frame/form-dialog.tsx'
import { refreshSettings } from '../../use-change.ts'
import { KeyFile } from './key-file.tsx'

interface KeyValues {
  scheme: LetterKey['scheme']
  key: string
  password: string
}

/** Takes a key pair: a file or its text, and the password it is locked with. */
export function NewLetterKey({
  inboxId,
  hasGpg,
  onClose,
}: {
  inboxId: number
  hasGpg: boolean
  onClose: () => void
}) {
  const { t } = useTranslation()
  const form = useForm<KeyValues, LetterKey>({
    initial: { scheme: 'smime', key: '', password: '' },
    check: ({ key }) => (key.trim() ? {} : { key: t('settings.inboxes.protection.keyMissing') }),
    send: (body) => call(addLetterKey, { params: { id: inboxId }, body }),
    at: { key_unreadable: 'key', key_file_outdated: 'key', already_exists: 'key' },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  const { values } = form
  return (
    <FormDialog
      form={form}
      title={t('settings.inboxes.protection.addTitle')}
      action={t('settings.inboxes.protection.add')}
      onClose={onClose}
      width={560}
    >
      {hasGpg && (
        <Field label={t('settings.inboxes.protection.kind')}>
          {({ id }) => (
            <Select<LetterKey['scheme']>
              id={id}
              value={values.scheme}
              options={[
                { value: 'smime', label: t('protection.smime') },
                { value: 'pgp', label: t('protection.pgp') },
              ]}
              onChange={(scheme) => form.set('scheme', scheme)}
            />
          )}
        </Field>
      )}
      <Field
        label={t('settings.inboxes.protection.key')}
        hint={t(`settings.inboxes.protection.keyHint.${values.scheme}`)}
        error={form.error('key')}
      >
        {(ids) => (
          <>
            <Textarea
              {...ids}
              rows={6}
              name="key"
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-sm"
              value={values.key}
              onChange={(event) => form.set('key', event.target.value)}
            />
            <KeyFile
              accept={values.scheme === 'smime' ? '.p12,.pfx,.pem,.crt,.cer,.key' : '.asc,.gpg,.txt'}
              onRead={(text) => form.set('key', text)}
            />
          </>
        )}
      </Field>
      <Field
        label={t('settings.inboxes.protection.password')}
        hint={t('settings.inboxes.protection.passwordHint')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            name="key-password"
            autoComplete="off"
            value={values.password}
            onChange={(event) => form.set('password', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
