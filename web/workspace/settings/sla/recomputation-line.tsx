import { useTranslation } from 'react-i18next'
import type { Recomputation } from '#contract/sla.ts'

/** How far the clocks of open tickets are counted anew; nothing when there is nothing to count. */
export function RecomputationLine({ recomputation }: { recomputation: Recomputation }) {
  const { t, i18n } = useTranslation()
  const { state, done, total } = recomputation
  if (state !== 'running') return null
  const number = new Intl.NumberFormat(i18n.language)
  const text = t('settings.sla.recomputing', { done: number.format(done), total: number.format(total) })
  return (
    <div className="mb-4 rounded-md bg-accent-soft px-3 py-2">
      <div className="numeric pb-1.5 text-accent" role="status">
        {text}
      </div>
      <div
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full bg-accent transition-[width]"
          style={{ width: `${total === 0 ? 100 : (done / total) * 100}%` }}
        />
      </div>
    </div>
  )
}
