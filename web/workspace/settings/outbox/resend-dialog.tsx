import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OutboxLetter, resendOutboxLetter } from '#contract/outbox.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { readAddresses } from '../../composer/addresses.ts'
import { useMailChange } from '../letters/use-mail-change.ts'
import { takeFromAttention } from './put-in-lists.ts'

type To = 'same' | 'other'

/** Asks before a letter goes once more, and to whom. */
export function ResendDialog({
  letter,
  onClose,
  onOpen,
}: {
  letter: OutboxLetter
  onClose: () => void
  onOpen: (name: string) => void
}) {
  const { t } = useTranslation()
  // A letter that came back wants another address more often than the same one.
  const [to, setTo] = useState<To>(
    letter.error === 'bounced' || letter.error === 'bad_address' ? 'other' : 'same',
  )
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const { addresses, wrong } = readAddresses(typed)
  const areFine = addresses.length > 0 && wrong.length === 0
  const resend = useMailChange({
    send: (wanted: string[] | null) =>
      call(resendOutboxLetter, { params: { id: letter.id }, body: { to: wanted } }),
    said: t('settings.outbox.resent'),
    onDone: (made) => {
      takeFromAttention(letter)
      onClose()
      onOpen(`${made.kind}-${made.id}`)
    },
  })
  const send = () => {
    setTried(true)
    if (to === 'same') resend.mutate(null)
    else if (areFine) resend.mutate(addresses)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.outbox.resendTitle')}
      width={460}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" form="resend-letter" look="primary" isBusy={resend.isPending}>
            {t('settings.outbox.resendSend')}
          </Button>
        </>
      }
    >
      <form
        id="resend-letter"
        noValidate
        className="flex flex-col gap-3 px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p className="text-ink-2">{t('settings.outbox.resendText')}</p>
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t('settings.outbox.resendTo')}</legend>
          {(['same', 'other'] as const).map((value) => (
            <label key={value} className="flex min-w-0 items-start gap-2">
              <input
                type="radio"
                name="to"
                value={value}
                checked={to === value}
                onChange={() => setTo(value)}
                className="mt-1 accent-accent"
              />
              <span className="min-w-0">
                {t(value === 'same' ? 'settings.outbox.resendToSame' : 'settings.outbox.resendToOther')}
                {value === 'same' && (
                  <span className="block truncate text-sm text-ink-3">
                    {letter.to.map(({ address }) => address).join(', ')}
                  </span>
                )}
              </span>
            </label>
          ))}
        </fieldset>
        {to === 'other' && (
          <Field
            label={t('settings.outbox.address')}
            error={isTried && !areFine ? t('settings.outbox.addressWrong') : null}
            hint={t('settings.outbox.addressHint')}
          >
            {(ids) => (
              <Input
                {...ids}
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus
                type="text"
                inputMode="email"
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
      </form>
    </Dialog>
  )
}
