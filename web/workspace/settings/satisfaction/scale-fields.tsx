import { useTranslation } from 'react-i18next'
import type { SurveyScale } from '#contract/surveys.ts'
import { classNames } from '../../../ui/class-names.ts'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { Face, Thumb } from '../../survey/score-mark.tsx'
import { type SurveyValues, scoresOf, usualLow } from './survey-values.ts'

const scales = [5, 2, 10] as const satisfies readonly SurveyScale[]

/** Which scale, each shown as it looks. */
export function ScaleFields({ form: { values, set } }: { form: Form<SurveyValues> }) {
  const { t } = useTranslation()
  const choose = (scale: SurveyScale) => {
    set('scale', scale)
    if (values.lowScore !== null) set('lowScore', usualLow(scale))
  }
  return (
    <FormRow label={t('settings.satisfaction.scale')} hint={t('settings.satisfaction.scaleHint')}>
      <div role="radiogroup" aria-label={t('settings.satisfaction.scale')} className="flex flex-col gap-2">
        {scales.map((scale) => {
          const isChosen = values.scale === scale
          return (
            <label
              key={scale}
              className={classNames(
                'flex cursor-pointer items-center gap-3 rounded-lg border px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:flex-wrap',
                isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
              )}
            >
              <input
                type="radio"
                name="scale"
                value={scale}
                checked={isChosen}
                onChange={() => choose(scale)}
                className="size-4 flex-none accent-(--accent)"
              />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`settings.satisfaction.scales.${scale}`)}</span>
                <span className="block text-sm text-ink-3">{t(`settings.satisfaction.goodOf.${scale}`)}</span>
              </span>
              <span aria-hidden="true" className="flex flex-none items-center gap-1 text-ink-2">
                {scale === 5 && scoresOf(5).map((score) => <Face key={score} score={score} size={22} />)}
                {scale === 2 &&
                  scoresOf(2).map((score) => <Thumb key={score} isUp={score === 2} size={20} />)}
                {scale === 10 && <span className="numeric text-sm">0 1 2 … 9 10</span>}
              </span>
            </label>
          )
        })}
      </div>
    </FormRow>
  )
}
