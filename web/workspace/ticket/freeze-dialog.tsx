import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { fromField, presets, toField } from '../composer/send-times.ts'
import { useAgentZone, useMoment } from '../composer/use-moment.ts'
import { useFreeze } from './use-freeze.ts'

/** Until when a ticket is put aside: one press for the usual times, a field for any other. */
export function FreezeDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation()
  const zone = useAgentZone()
  const moment = useMoment()
  const freeze = useFreeze(ticket)
  const first = useRef<HTMLButtonElement>(null)
  const [now] = useState(() => new Date())
  const times = presets(now, zone)
  const [text, setText] = useState(() =>
    toField(ticket.frozenUntil ? new Date(ticket.frozenUntil) : (times[1]?.at ?? now), zone),
  )
  const chosen = fromField(text, zone)
  const isAhead = chosen !== null && chosen > now
  const until = (at: Date | null) => {
    freeze(at?.toISOString() ?? null)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(ticket.frozenUntil ? 'freeze.titleAgain' : 'freeze.title')}
      description={
        ticket.frozenUntil ? t('freeze.untilNow', { when: moment(ticket.frozenUntil) }) : t('freeze.hint')
      }
      width={400}
      initialFocus={first}
    >
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isAhead) until(chosen)
        }}
      >
        {ticket.frozenUntil && (
          <Button ref={first} look="primary" icon="refresh" onClick={() => until(null)}>
            {t('freeze.undo')}
          </Button>
        )}
        <div role="group" aria-label={t('later.presets')} className="flex flex-col gap-1">
          {times.map(({ name, at }, index) => (
            <button
              key={name}
              ref={index === 0 && !ticket.frozenUntil ? first : undefined}
              type="button"
              className={buttonClass('plain', 'w-full !justify-between max-md:!h-11')}
              onClick={() => until(at)}
            >
              {t(`later.${name}`)}
              <span className="numeric text-ink-3">{moment(at.toISOString())}</span>
            </button>
          ))}
        </div>
        <Field
          label={t('later.custom')}
          hint={t('later.zone', { zone: zone.replaceAll('_', ' ') })}
          error={chosen !== null && !isAhead ? t('later.past') : null}
        >
          {(ids) => (
            <span className="flex gap-2 max-md:flex-col">
              <Input
                {...ids}
                type="datetime-local"
                value={text}
                min={toField(now, zone)}
                onChange={(event) => setText(event.target.value)}
              />
              <Button type="submit" disabled={!isAhead}>
                <Icon name="snow" />
                {t('freeze.do')}
              </Button>
            </span>
          )}
        </Field>
      </form>
    </Dialog>
  )
}
