import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SurveyReport, SurveySums } from '#contract/survey-report.ts'
import { classNames } from '../../ui/class-names.ts'

/** The share of good answers in whole percent; null without one. */
export function shareOf({ answered, good }: Pick<SurveySums, 'answered' | 'good'>): number | null {
  return answered === 0 ? null : Math.round((good / answered) * 100)
}

/** So few answers say little: their share is shown with a word of warning. */
const fewAnswers = 10

/** What the period comes to, and how that is against the one before. */
export function Tiles({ report: { total, before } }: { report: SurveyReport }) {
  const { t, i18n } = useTranslation()
  const number = new Intl.NumberFormat(i18n.language)
  const share = shareOf(total)
  const was = shareOf(before)
  const answers = Math.round((total.answered / total.asked) * 100)
  return (
    <dl className="grid gap-3 sm:grid-cols-3">
      <Tile label={t('scores.share')} value={share === null ? '—' : `${share} %`} isMain>
        {share !== null && t('scores.shareOf', { good: total.good, answered: total.answered })}
        {share !== null && was !== null && <Change by={share - was} />}
        {share !== null && total.answered < fewAnswers && (
          <span className="block text-ink-3">{t('scores.few')}</span>
        )}
      </Tile>
      <Tile label={t('scores.answered')} value={number.format(total.answered)}>
        {t('scores.before', { count: before.answered })}
      </Tile>
      <Tile label={t('scores.asked')} value={number.format(total.asked)}>
        {t('scores.rate', { percent: answers })}
      </Tile>
    </dl>
  )
}

function Tile({
  label,
  value,
  isMain,
  children,
}: {
  label: string
  value: string
  isMain?: boolean
  children: ReactNode
}) {
  return (
    <div className="flex flex-col rounded-lg border border-line px-4 py-3">
      <dt className="text-ink-3">{label}</dt>
      <dd className="mt-0.5">
        <span className={classNames('numeric block text-[28px]/9 font-semibold', isMain && 'text-ok')}>
          {value}
        </span>
        <span className="block text-sm text-ink-2">{children}</span>
      </dd>
    </div>
  )
}

function Change({ by }: { by: number }) {
  const { t } = useTranslation()
  const words =
    by === 0 ? t('scores.same') : t(by > 0 ? 'scores.more' : 'scores.less', { points: Math.abs(by) })
  return (
    <span className={classNames('ml-1.5', by > 0 ? 'text-ok' : by < 0 ? 'text-bad' : 'text-ink-3')}>
      {words}
    </span>
  )
}
