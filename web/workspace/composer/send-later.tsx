import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IfCustomerWrites } from '#contract/tickets.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { fromField, presets, toField } from './send-times.ts'
import { useAgentZone, useMoment } from './use-moment.ts'

export interface Plan {
  readonly sendAt: string
  readonly ifCustomerWrites: IfCustomerWrites
}

/** When the reply is to go, and what if the customer writes before that. */
export function SendLater({
  start,
  onClose,
  onPlan,
}: {
  /** What was planned before, when that is being changed. */
  start?: Plan
  onClose: () => void
  onPlan: (plan: Plan) => void
}) {
  const { t } = useTranslation()
  const zone = useAgentZone()
  const [now] = useState(() => new Date())
  const times = presets(now, zone)
  const [text, setText] = useState(() =>
    toField(start ? new Date(start.sendAt) : (times[1]?.at ?? now), zone),
  )
  const [ifCustomerWrites, setIfCustomerWrites] = useState<IfCustomerWrites>(start?.ifCustomerWrites ?? 'ask')
  const chosen = fromField(text, zone)
  const isAhead = chosen !== null && chosen > now
  const moment = useMoment()
  const plan = (at: Date) => onPlan({ sendAt: at.toISOString(), ifCustomerWrites })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('later.title')}
      width={440}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!isAhead} onClick={() => chosen && plan(chosen)}>
            {t('later.plan')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 p-4">
        <div role="group" aria-label={t('later.presets')} className="flex flex-col gap-1">
          {times.map(({ name, at }) => (
            <button
              key={name}
              type="button"
              aria-pressed={text === toField(at, zone)}
              className={buttonClass(
                'plain',
                classNames(
                  'w-full !justify-between max-md:!h-11',
                  text === toField(at, zone) && '!border-accent !bg-accent-soft',
                ),
              )}
              onClick={() => setText(toField(at, zone))}
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
            <Input
              {...ids}
              type="datetime-local"
              value={text}
              min={toField(now, zone)}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 text-ink-2">{t('later.ifWrites')}</legend>
          {(['ask', 'cancel'] as const).map((choice) => (
            <label key={choice} className="flex items-start gap-2 py-0.5">
              <input
                type="radio"
                name="if-customer-writes"
                className="mt-0.5 size-4 flex-none accent-(--accent)"
                checked={ifCustomerWrites === choice}
                onChange={() => setIfCustomerWrites(choice)}
              />
              <span>
                {t(`later.${choice}`)}
                <span className="block text-sm text-ink-3">{t(`later.${choice}Hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
    </Dialog>
  )
}
