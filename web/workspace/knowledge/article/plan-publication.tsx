import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { fromField, presets, toField } from '../../composer/send-times.ts'
import { useAgentZone } from '../../composer/use-moment.ts'

/** When a text is to become public, with the words it has now. */
export function PlanPublication({
  start,
  isBusy,
  onClose,
  onPlan,
}: {
  /** What was planned before. */
  start: string | null
  isBusy: boolean
  onClose: () => void
  onPlan: (at: string) => void
}) {
  const { t } = useTranslation()
  const zone = useAgentZone()
  const [now] = useState(() => new Date())
  const [field, setField] = useState(() =>
    toField(start ? new Date(start) : (presets(now, zone)[1]?.at ?? now), zone),
  )
  const chosen = fromField(field, zone)
  const isAhead = chosen !== null && chosen > now
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('knowledge.publishLater')}
      width={420}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            isBusy={isBusy}
            disabled={!isAhead}
            onClick={() => chosen && onPlan(chosen.toISOString())}
          >
            {t('knowledge.plan')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <p className="text-ink-2">{t('knowledge.planText')}</p>
        <Field
          label={t('knowledge.planWhen')}
          hint={t('later.zone', { zone: zone.replaceAll('_', ' ') })}
          error={chosen !== null && !isAhead ? t('later.past') : null}
        >
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              value={field}
              min={toField(now, zone)}
              onChange={(event) => setField(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
