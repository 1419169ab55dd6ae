import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import type { PriorityTargets, SlaPolicyInput, SlaTarget } from '#contract/sla.ts'
import { PriorityDot, priorities } from '../../ticket/priority.tsx'
import { DurationInput } from './duration-input.tsx'
import { targetKinds } from './policy-values.ts'

type Targets = SlaPolicyInput['targets']

/** What is promised: a row for each priority, a column for each clock; under a time, which hours it counts. */
export function TargetsTable({
  targets,
  hasCalendar,
  error,
  onChange,
}: {
  targets: Targets
  hasCalendar: boolean
  error: string | null
  onChange: (targets: Targets) => void
}) {
  const { t } = useTranslation()
  const put = (priority: Priority, kind: keyof PriorityTargets, target: SlaTarget | null) =>
    onChange({ ...targets, [priority]: { ...targets[priority], [kind]: target } })
  return (
    <section className="border-t border-line py-5" aria-labelledby="sla-targets">
      <h2 id="sla-targets" className="font-medium">
        {t('settings.sla.targets')}
      </h2>
      <p className="mt-0.5 mb-3 text-sm text-ink-3">{t('settings.sla.targetsHint')}</p>
      <div className="overflow-clip rounded-lg border border-line">
        <div className="grid grid-cols-[132px_repeat(4,minmax(0,1fr))] gap-x-3 border-b border-line bg-app px-4 py-2 text-sm text-ink-2 max-md:hidden">
          <span />
          {targetKinds.map((kind) => (
            <span key={kind}>{t(`settings.sla.target.${kind}`)}</span>
          ))}
        </div>
        {priorities.map((priority, at) => (
          <div
            key={priority}
            role="group"
            aria-label={t(`priority.${priority}`)}
            className={`grid grid-cols-[132px_repeat(4,minmax(0,1fr))] items-start gap-x-3 gap-y-2 border-line px-4 py-2.5 max-md:grid-cols-2 ${at === 0 ? '' : 'border-t'}`}
          >
            <span className="flex h-(--control) items-center gap-2 max-md:col-span-full max-md:h-auto max-md:font-medium">
              <PriorityDot priority={priority} />
              {t(`priority.${priority}`)}
            </span>
            {targetKinds.map((kind) => (
              <Cell
                key={kind}
                name={`${t(`priority.${priority}`)}: ${t(`settings.sla.target.${kind}`)}`}
                short={t(`settings.sla.target.${kind}`)}
                target={targets[priority][kind]}
                hasCalendar={hasCalendar}
                onChange={(target) => put(priority, kind, target)}
              />
            ))}
          </div>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error}
        </p>
      )}
    </section>
  )
}

function Cell({
  name,
  short,
  target,
  hasCalendar,
  onChange,
}: {
  name: string
  short: string
  target: SlaTarget | null
  hasCalendar: boolean
  onChange: (target: SlaTarget | null) => void
}) {
  const { t } = useTranslation()
  const time = target?.time ?? (hasCalendar ? 'business' : 'calendar')
  const other = time === 'business' ? 'calendar' : 'business'
  return (
    <div className="min-w-0">
      <span aria-hidden="true" className="mb-0.5 block text-sm text-ink-3 md:hidden">
        {short}
      </span>
      <DurationInput
        label={name}
        mayBeEmpty
        minutes={target?.minutes ?? null}
        onChange={(minutes) => onChange(minutes === null ? null : { minutes, time })}
      />
      {target && (
        <button
          type="button"
          aria-label={t('settings.sla.timeOf', { name, time: t(`settings.sla.time.${time}`) })}
          title={t('settings.sla.switchTo', { time: t(`settings.sla.time.${other}`) })}
          onClick={() => onChange({ ...target, time: other })}
          className="mt-0.5 max-w-full truncate rounded-sm px-1 text-xs leading-5 text-ink-3 hover:bg-hover hover:text-ink"
        >
          {t(`settings.sla.time.${time}`)}
        </button>
      )}
    </div>
  )
}
