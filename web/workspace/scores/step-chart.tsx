import { useTranslation } from 'react-i18next'
import type { SurveyReport } from '#contract/survey-report.ts'

const height = 150

/** Answers day by day, or week by week: good ones below, the others above, who did not answer as a pale outline. */
export function StepChart({ steps, isWeekly }: { steps: SurveyReport['steps']; isWeekly: boolean }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...steps.map((step) => step.asked))
  const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const name = (from: string) => day.format(new Date(`${from}T00:00:00Z`))
  const tall = (count: number) => `${(count / most) * 100}%`
  const words = (step: (typeof steps)[number]) =>
    t('scores.step', { day: name(step.from), good: step.good, answered: step.answered, asked: step.asked })
  return (
    <figure>
      <figcaption className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="mr-auto font-medium">{t(isWeekly ? 'scores.byWeek' : 'scores.byDay')}</h2>
        {(['good', 'other', 'silent'] as const).map((part) => (
          <span key={part} className="flex items-center gap-1.5 text-sm text-ink-2">
            <span aria-hidden="true" className={`size-2.5 rounded-xs ${colours[part]}`} />
            {t(`scores.parts.${part}`)}
          </span>
        ))}
      </figcaption>
      <div className="flex gap-2">
        <span aria-hidden="true" className="numeric flex flex-col justify-between text-xs text-ink-3">
          <span>{most}</span>
          <span>0</span>
        </span>
        <ol className="flex min-w-0 flex-1 items-end gap-px border-b border-line" style={{ height }}>
          {steps.map((step) => (
            <li
              key={step.from}
              title={words(step)}
              className="flex h-full min-w-0 flex-1 flex-col justify-end hover:bg-hover"
            >
              <span className="sr-only">{words(step)}</span>
              <span
                aria-hidden="true"
                className={`mx-auto w-full max-w-8 rounded-t-xs ${colours.silent}`}
                style={{ height: tall(step.asked - step.answered) }}
              />
              <span
                aria-hidden="true"
                className={`mx-auto w-full max-w-8 ${colours.other}`}
                style={{ height: tall(step.answered - step.good) }}
              />
              <span
                aria-hidden="true"
                className={`mx-auto w-full max-w-8 ${colours.good}`}
                style={{ height: tall(step.good) }}
              />
            </li>
          ))}
        </ol>
      </div>
      <p aria-hidden="true" className="mt-1 flex justify-between pl-5 text-xs text-ink-3">
        <span>{name(steps[0]?.from ?? '')}</span>
        <span>{name(steps.at(-1)?.from ?? '')}</span>
      </p>
    </figure>
  )
}

const colours = { good: 'bg-ok', other: 'bg-bad', silent: 'bg-line' } as const
