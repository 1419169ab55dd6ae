import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LetterAuthority, addLetterAuthority, removeLetterAuthority } from '#contract/letter-keys.ts'
import { call } from '../../../../api/call.ts'
import { Button } from '../../../../ui/button.tsx'
import { Field, Textarea } from '../../../../ui/field.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { Card, Row } from '../../frame/card.tsx'
import { Confirm } from '../../frame/confirm.tsx'
import { FormDialog } from '../../frame/form-dialog.tsx'
import { refreshSettings, useChange } from '../../use-change.ts'
import { KeyFile } from './key-file.tsx'

/** Authorities the whole desk trusts beside the public ones: a company's own, most often. */
export function Authorities({ authorities }: { authorities: readonly LetterAuthority[] }) {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<LetterAuthority | null>(null)
  const remove = useChange({
    send: (authority: LetterAuthority) => call(removeLetterAuthority, { params: { id: authority.id } }),
    onDone: () => setLeaving(null),
  })
  return (
    <section className="mt-10">
      <Card
        header={
          <>
            <div className="min-w-0 flex-1">
              <h2 className="font-medium">{t('settings.inboxes.protection.authorities')}</h2>
              <p className="text-sm text-ink-3">{t('settings.inboxes.protection.authoritiesHint')}</p>
            </div>
            <Button icon="plus" onClick={() => setAdding(true)}>
              {t('settings.inboxes.protection.addAuthority')}
            </Button>
          </>
        }
      >
        {authorities.map((authority) => (
          <Row key={authority.id}>
            <span className="min-w-0 flex-1 truncate" title={authority.fingerprint}>
              {authority.name}
            </span>
            <Button look="ghost" className="!text-bad" onClick={() => setLeaving(authority)}>
              {t('settings.inboxes.protection.remove')}
            </Button>
          </Row>
        ))}
      </Card>
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(null)}
          onConfirm={() => remove.mutate(leaving)}
          isBusy={remove.isPending}
          title={t('settings.inboxes.protection.distrustTitle', { name: leaving.name })}
          action={t('settings.inboxes.protection.remove')}
        >
          {t('settings.inboxes.protection.distrustText')}
        </Confirm>
      )}
      {isAdding && <NewAuthority onClose={() => setAdding(false)} />}
    </section>
  )
}

function NewAuthority({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm<{ certificate: string }>({
    initial: { certificate: '' },
    check: ({ certificate }) =>
      certificate.trim() ? {} : { certificate: t('settings.inboxes.protection.keyMissing') },
    send: (body) => call(addLetterAuthority, { body }),
    at: { key_unreadable: 'certificate', already_exists: 'certificate' },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={t('settings.inboxes.protection.addAuthority')}
      action={t('action.add')}
      onClose={onClose}
      width={560}
    >
      <Field
        label={t('settings.inboxes.protection.certificate')}
        hint={t('settings.inboxes.protection.certificateHint')}
        error={form.error('certificate')}
      >
        {(ids) => (
          <>
            <Textarea
              {...ids}
              rows={6}
              name="certificate"
              spellCheck={false}
              className="font-mono text-sm"
              value={form.values.certificate}
              onChange={(event) => form.set('certificate', event.target.value)}
            />
            <KeyFile
              accept=".pem,.crt,.cer"
              mostBytes={35_000}
              onRead={(text) => form.set('certificate', text)}
            />
          </>
        )}
      </Field>
    </FormDialog>
  )
}
