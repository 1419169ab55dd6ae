import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moveLetter } from '#contract/letters.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { useDesk } from '../../desk.ts'
import { ticketQuery } from '../../queries.ts'
import { useDebounced } from '../../palette/use-debounced.ts'
import { useMailChange } from './use-mail-change.ts'

/** The number in `HD-1256`, `#1256` or `1256`; null for anything else. */
function numberIn(typed: string): number | null {
  const digits = /^\s*(?:[\p{L}]+-|#|№)?\s*(\d{1,15})\s*$/u.exec(typed)?.[1]
  return digits ? Number(digits) : null
}

/** Where a letter's message goes: to a ticket by its number, or to one of its own. What is done can be undone. */
export function MoveDialog({
  letterId,
  from,
  onClose,
}: {
  letterId: number
  from: { id: number; subject: string }
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const [typed, setTyped] = useState('')
  const id = numberIn(useDebounced(typed, 200))
  const target = useQuery({ ...ticketQuery(id ?? 0), enabled: id !== null && id !== from.id, retry: false })
  const words = {
    unknown_reference: t('settings.letters.moveUnknown'),
    version_conflict: t('settings.letters.moveLate'),
  }
  const move = useMailChange({
    send: (ticketId: number | null) =>
      call(moveLetter, { params: { id: letterId }, body: { fromTicketId: from.id, ticketId } }),
    words,
    said: ({ ticket }) =>
      t('settings.letters.moveDone', { number: `${desk.ticketPrefix}-${ticket?.id ?? ''}` }),
    onDone: onClose,
  })
  const isSame = id === from.id
  const error = isSame
    ? t('settings.letters.moveSame')
    : id !== null && target.isError
      ? t('settings.letters.moveUnknown')
      : null
  // What stands in the field now, not what stood there a moment ago.
  const canMove = id !== null && id === numberIn(typed) && !isSame && target.data !== undefined
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.letters.moveTitle')}
      width={460}
      footer={
        <>
          <Button isBusy={move.isPending} onClick={() => move.mutate(null)} className="mr-auto">
            {t('settings.letters.moveNew')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="submit" form="move-letter" look="primary" disabled={!canMove} isBusy={move.isPending}>
            {t('settings.letters.moveHere')}
          </Button>
        </>
      }
    >
      <form
        id="move-letter"
        className="flex flex-col gap-3 px-4 py-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (canMove) move.mutate(id)
        }}
      >
        <p className="text-ink-2">{t('settings.letters.moveText')}</p>
        <Field label={t('settings.letters.moveTo')} error={error}>
          {(ids) => (
            <Input
              {...ids}
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              autoComplete="off"
              inputMode="text"
              placeholder={`${desk.ticketPrefix}-1256`}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {canMove && (
          <p role="status" className="rounded-md bg-hover px-3 py-2">
            <span className="numeric text-ink-3">{`${desk.ticketPrefix}-${target.data.id}`}</span>{' '}
            {target.data.subject}
            <span className="block text-sm text-ink-3">{target.data.customer.name}</span>
          </p>
        )}
      </form>
    </Dialog>
  )
}
