import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addOwnAddress,
  type AgentAddress,
  confirmOwnAddress,
  removeOwnAddress,
} from '#contract/agent-addresses.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { ownAddressesQuery } from '../queries.ts'
import { refreshSettings, useChange } from '../use-change.ts'

/** Further addresses one writes from: each proved by a code that went there. */
export function OwnAddresses({ email }: { email: string }) {
  const { t } = useTranslation()
  const addresses = useQuery(ownAddressesQuery)
  const [asked, setAsked] = useState<number | null>(null)
  const form = useForm({
    initial: { address: '' },
    check: ({ address }) =>
      /^\S+@\S+\.\S+$/.test(address.trim()) ? {} : { address: t('settings.profile.addressMissing') },
    send: ({ address }) => call(addOwnAddress, { body: { address: address.trim().toLowerCase() } }),
    onDone: (added) => {
      setAsked(added.id)
      form.reset({ address: '' })
      void refreshSettings()
    },
    words: { already_exists: t('settings.profile.addressTaken') },
    at: { already_exists: 'address', too_many_addresses: 'address' },
  })
  const items = addresses.data?.items ?? []
  return (
    <FormRow label={t('settings.profile.addresses')} hint={t('settings.profile.addressesHint')}>
      {addresses.data && items.length === 0 && (
        <p className="text-sm break-words text-ink-3">
          {t('settings.profile.addressNone', { address: email })}
        </p>
      )}
      {items.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {items.map((one) => (
            <OwnAddress key={one.id} one={one} wasJustAsked={asked === one.id} />
          ))}
        </ul>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-wrap items-start gap-x-2">
        <Field
          label={t('settings.profile.addressNew')}
          error={form.error('address')}
          className="min-w-52 flex-1"
        >
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="address"
              autoComplete="off"
              spellCheck={false}
              maxLength={254}
              value={form.values.address}
              onChange={(event) => form.set('address', event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" isBusy={form.isBusy} className="mt-6">
          {t('settings.profile.addressAdd')}
        </Button>
        {form.failure && <p className="w-full text-sm text-bad">{form.failure}</p>}
      </form>
    </FormRow>
  )
}

function OwnAddress({ one, wasJustAsked }: { one: AgentAddress; wasJustAsked: boolean }) {
  const { t } = useTranslation()
  const remove = useChange({
    send: () => call(removeOwnAddress, { params: { id: one.id } }),
    said: t('settings.profile.addressRemoved'),
  })
  const again = useChange({
    send: () => call(addOwnAddress, { body: { address: one.address } }),
    said: t('settings.profile.addressSent', { address: one.address }),
  })
  return (
    <li className="flex flex-col gap-2 py-2 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 flex-1 font-medium break-all">{one.address}</span>
        <Tag tone={one.isConfirmed ? 'ok' : 'warn'}>
          {t(one.isConfirmed ? 'settings.profile.addressConfirmed' : 'settings.profile.addressWaiting')}
        </Tag>
        <Button
          look="ghost"
          isBusy={remove.isPending}
          aria-label={`${t('settings.profile.addressRemove')}: ${one.address}`}
          onClick={() => remove.mutate(undefined)}
        >
          {t('settings.profile.addressRemove')}
        </Button>
      </div>
      {!one.isConfirmed && (
        <Confirmation one={one} wasJustAsked={wasJustAsked} again={() => again.mutate(undefined)} />
      )}
    </li>
  )
}

function Confirmation({
  one,
  wasJustAsked,
  again,
}: {
  one: AgentAddress
  wasJustAsked: boolean
  again: () => void
}) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  // What was just asked for is what one goes on with.
  useEffect(() => {
    if (wasJustAsked) field.current?.focus()
  }, [wasJustAsked])
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (code.replace(/\D/g, '').length === 8 ? {} : { code: t('errors.wrong_code') }),
    send: (body) => call(confirmOwnAddress, { params: { id: one.id }, body }),
    onDone: () => void refreshSettings(),
    words: { link_expired: t('settings.profile.addressCodeOver') },
    at: { wrong_code: 'code', link_expired: 'code' },
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col items-start gap-2">
      <Field
        label={t('settings.profile.addressCode')}
        hint={wasJustAsked ? t('settings.profile.addressSent', { address: one.address }) : undefined}
        error={form.error('code')}
      >
        {(ids) => (
          <Input
            {...ids}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            ref={field}
            value={form.values.code}
            onChange={(event) => form.set('code', event.target.value)}
            className="numeric max-w-40"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('settings.profile.addressConfirm')}
        </Button>
        <Button look="ghost" onClick={again}>
          {t('settings.profile.addressAgain')}
        </Button>
      </div>
      {form.failure && <p className="w-full text-sm text-bad">{form.failure}</p>}
    </form>
  )
}
