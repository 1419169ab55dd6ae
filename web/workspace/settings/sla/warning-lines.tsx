import { useTranslation } from 'react-i18next'
import type { SlaWarning } from '#contract/sla.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { DurationInput } from './duration-input.tsx'

const mostWarnings = 10

/** When somebody is told before the time is over. */
export function WarningLines({
  warnings,
  onChange,
}: {
  warnings: readonly SlaWarning[]
  onChange: (warnings: SlaWarning[]) => void
}) {
  const { t } = useTranslation()
  const box = useLineFocus<HTMLDivElement>(warnings.length)
  const put = (at: number, warning: SlaWarning) =>
    onChange(warnings.map((each, of) => (of === at ? warning : each)))
  return (
    <div ref={box} className="contents">
      {warnings.length > 0 && (
        <ul className="flex flex-col gap-2">
          {warnings.map((warning, at) => (
            <li key={at} data-line className="flex items-center gap-2">
              <Select
                label={t('settings.sla.warningHow', { at: at + 1 })}
                className="!w-56 max-md:!w-auto max-md:min-w-0 max-md:flex-1"
                value={warning.kind}
                options={(['percent', 'minutes'] as const).map((value) => ({
                  value,
                  label: t(`settings.sla.warningKind.${value}`),
                }))}
                onChange={(kind) =>
                  put(at, kind === 'percent' ? { kind, percent: 75 } : { kind, minutes: 30 })
                }
              />
              {warning.kind === 'percent' ? (
                <span className="flex items-center gap-1.5">
                  <Input
                    type="number"
                    min={1}
                    max={99}
                    className="numeric !w-20"
                    aria-label={t('settings.sla.warningValue', { at: at + 1 })}
                    value={warning.percent}
                    onChange={(event) =>
                      put(at, {
                        kind: 'percent',
                        percent: Math.min(99, Math.max(1, Math.trunc(event.target.valueAsNumber) || 1)),
                      })
                    }
                  />
                  %
                </span>
              ) : (
                <DurationInput
                  className="!w-28"
                  label={t('settings.sla.warningValue', { at: at + 1 })}
                  minutes={warning.minutes}
                  onChange={(minutes) => minutes !== null && put(at, { kind: 'minutes', minutes })}
                />
              )}
              <IconButton
                icon="close"
                label={t('settings.sla.removeWarning', { at: at + 1 })}
                onClick={() => onChange(warnings.filter((_, of) => of !== at))}
              />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          icon="plus"
          disabled={warnings.length >= mostWarnings}
          onClick={() =>
            onChange([...warnings, { kind: 'percent', percent: warnings.length === 0 ? 75 : 90 }])
          }
        >
          {t('settings.sla.addWarning')}
        </Button>
      </div>
    </div>
  )
}
