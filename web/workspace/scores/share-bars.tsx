import { useTranslation } from 'react-i18next'
import type { SurveyReport, SurveySums } from '#contract/survey-report.ts'
import { ScoreMark } from '../survey/score-mark.tsx'
import { useScoreWords } from '../survey/use-score-words.ts'
import { shareOf } from './tiles.tsx'

interface Row extends SurveySums {
  key: string
  name: string
}

/** By whom or by what: the share of good answers, drawn, with what it is a share of. */
export function ShareTable({
  title,
  rows,
  isOfAnswers,
}: {
  title: string
  rows: readonly Row[]
  /** Nobody is asked about a cause: it is ticked or not. */
  isOfAnswers?: boolean
}) {
  const { t } = useTranslation()
  return (
    <section>
      <table className="w-full table-fixed">
        <caption className="pb-2 text-left font-medium">{title}</caption>
        <thead className="text-left text-sm text-ink-3">
          <tr className="border-b border-line">
            <th scope="col" className="py-1 font-normal">
              <span className="sr-only">{t('scores.name')}</span>
            </th>
            <th scope="col" className="w-[36%] py-1 font-normal">
              {t('scores.share')}
            </th>
            <th scope="col" className="w-[26%] py-1 text-right font-normal">
              {t(isOfAnswers ? 'scores.ticked' : 'scores.answeredOfAsked')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const share = shareOf(row)
            return (
              <tr key={row.key} className="border-b border-line last:border-0">
                <th scope="row" className="truncate py-1.5 pr-3 text-left font-normal" title={row.name}>
                  {row.name}
                </th>
                <td className="py-1.5" aria-label={share === null ? '—' : `${share} %`}>
                  <span className="flex items-center gap-2">
                    <span
                      aria-hidden="true"
                      className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-line"
                    >
                      {share !== null && (
                        <span className="flex h-full bg-bad">
                          <span className="block h-full bg-ok" style={{ width: `${share}%` }} />
                        </span>
                      )}
                    </span>
                    <span className="numeric w-11 text-right">{share === null ? '—' : `${share} %`}</span>
                  </span>
                </td>
                <td className="numeric py-1.5 text-right text-ink-2">
                  {isOfAnswers
                    ? row.answered
                    : t('scores.ofAsked', { answered: row.answered, asked: row.asked })}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const good = { 2: 2, 5: 4, 10: 7 } as const

/** How many gave each score of one scale, the best first. */
export function ScaleBars({ scale, counts }: SurveyReport['scales'][number]) {
  const { t } = useTranslation()
  const words = useScoreWords()
  const total = counts.reduce((sum, each) => sum + each.count, 0)
  const most = Math.max(1, ...counts.map((each) => each.count))
  return (
    <section>
      <h2 className="pb-2 font-medium">{t(`scores.scale.${scale}`)}</h2>
      <ul className="flex flex-col gap-1.5">
        {counts.toReversed().map(({ score, count }) => {
          const isGood = score >= good[scale]
          return (
            <li key={score} className="flex items-center gap-3">
              <ScoreMark score={score} scale={scale} isGood={isGood} isLow={!isGood} />
              <span className="sr-only">{words(score, scale)}:</span>
              <span aria-hidden="true" className="h-3.5 min-w-0 flex-1">
                <span
                  className={`block h-full rounded-xs ${isGood ? 'bg-ok' : 'bg-bad'}`}
                  style={{ width: `${(count / most) * 100}%`, minWidth: count > 0 ? 3 : 0 }}
                />
              </span>
              <span className="numeric w-20 flex-none text-right text-ink-2">
                {count} · {total === 0 ? 0 : Math.round((count / total) * 100)} %
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
