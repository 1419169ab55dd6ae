import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createApiKey } from '#contract/identity.ts'
import type { Permission } from '#contract/permissions.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Callout } from '../../forms/callout.tsx'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { useSession } from '../../session.ts'
import { CopyLine } from '../frame/copy-line.tsx'
import { FormDialog } from '../frame/form-dialog.tsx'
import { PermissionBoxes } from '../permission-boxes.tsx'
import { refreshSettings } from '../use-change.ts'

const lifetimes = ['never', 'month', 'quarter', 'year'] as const
type Lifetime = (typeof lifetimes)[number]
const days: Record<Lifetime, number | null> = { never: null, month: 30, quarter: 90, year: 365 }

interface KeyValues {
  name: string
  scopes: Permission[]
  lifetime: Lifetime
}

function expiry(lifetime: Lifetime): string | null {
  const count = days[lifetime]
  return count === null ? null : new Date(Date.now() + count * 86_400_000).toISOString()
}

/** Makes a key; shows it once. It may do nothing that its maker may not. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
  const form = useForm<KeyValues, { key: string }>({
    initial: { name: '', scopes: [], lifetime: 'never' },
    check: ({ name, scopes }) => {
      const wrong: Problems<KeyValues> = {}
      if (!name.trim()) wrong.name = t('settings.apiKeys.nameMissing')
      if (scopes.length === 0) wrong.scopes = t('settings.apiKeys.scopesMissing')
      return wrong
    },
    send: ({ name, scopes, lifetime }) =>
      call(createApiKey, { body: { name, scopes, expiresAt: expiry(lifetime) } }),
    onDone: ({ key }, { name }) => {
      void refreshSettings()
      setMade({ name, key })
    },
  })
  if (made) {
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={t('settings.apiKeys.madeTitle', { name: made.name })}
        footer={<Button onClick={onClose}>{t('settings.done')}</Button>}
      >
        <div className="flex flex-col gap-3 px-4 py-4">
          <Callout tone="warn" icon="alert">
            {t('settings.apiKeys.once')}
          </Callout>
          <CopyLine text={made.key} label={t('settings.apiKeys.key')} />
          <p className="text-sm text-ink-3">{t('settings.apiKeys.howTo')}</p>
          <code className="block rounded-md bg-hover px-3 py-2 font-mono text-sm break-all">
            curl -H &quot;Authorization: Bearer …&quot; {location.origin}/api/v1/tickets
          </code>
        </div>
      </Dialog>
    )
  }
  return (
    <FormDialog
      form={form}
      width={680}
      title={t('settings.apiKeys.addTitle')}
      action={t('action.create')}
      onClose={onClose}
    >
      <div className="grid gap-4 md:grid-cols-2">
        <Field
          label={t('settings.apiKeys.name')}
          hint={t('settings.apiKeys.nameHint')}
          error={form.error('name')}
        >
          {(ids) => (
            <Input
              {...ids}
              name="name"
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              autoComplete="off"
              maxLength={80}
              value={form.values.name}
              onChange={(event) => form.set('name', event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.apiKeys.lifetime')}>
          {({ id }) => (
            <Select
              id={id}
              value={form.values.lifetime}
              options={lifetimes.map((value) => ({ value, label: t(`settings.apiKeys.lifetimes.${value}`) }))}
              onChange={(lifetime) => form.set('lifetime', lifetime)}
            />
          )}
        </Field>
      </div>
      <div>
        <p className="pb-3 font-medium">{t('settings.apiKeys.scopes')}</p>
        {form.error('scopes') && (
          <p role="alert" className="pb-2 text-sm text-bad">
            {form.error('scopes')}
          </p>
        )}
        <PermissionBoxes
          value={form.values.scopes}
          onChange={(scopes) => form.set('scopes', scopes)}
          mayGive={(permission) => permissions.includes(permission)}
        />
      </div>
    </FormDialog>
  )
}
