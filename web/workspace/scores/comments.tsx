import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SurveyReport } from '#contract/survey-report.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useDesk } from '../desk.ts'
import { ScoreMark } from '../survey/score-mark.tsx'
import { useScoreWords } from '../survey/use-score-words.ts'
import type { ScoresSearch } from './scores-search.ts'

const kinds = ['any', 'bad', 'good'] as const

/** The newest answers in the customers' own words, each a way to its ticket. */
export function Comments({ comments, search }: { comments: SurveyReport['comments']; search: ScoresSearch }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <section>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line pb-2">
        <h2 className="font-medium">{t('scores.comments')}</h2>
        <Tabs
          label={t('scores.comments')}
          value={search.rated ?? 'any'}
          items={kinds.map((kind) => ({ value: kind, label: t(`scores.rated.${kind}`) }))}
          onChange={(kind) =>
            void navigate({
              to: '/scores',
              search: { ...search, rated: kind === 'any' ? undefined : kind },
              replace: true,
            })
          }
        />
      </div>
      {comments.length === 0 && <p className="py-4 text-ink-3">{t('scores.noComments')}</p>}
      <ul>
        {comments.map((one) => (
          <Comment key={one.id} {...one} />
        ))}
      </ul>
    </section>
  )
}

function Comment(one: SurveyReport['comments'][number]) {
  const { t } = useTranslation()
  const { agentName, teamName } = useDesk()
  const dates = useDates()
  const words = useScoreWords()
  const whose = agentName(one.agentId) ?? teamName(one.teamId)
  return (
    <li className="border-b border-line last:border-0">
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: one.ticketId }}
        search={{ view: 'all', status: 'any', rating: 'rated' }}
        className="-mx-3 flex gap-3 rounded-md px-3 py-3 hover:bg-hover"
      >
        <span className="pt-0.5">
          <ScoreMark score={one.score} scale={one.scale} isGood={one.isGood} isLow={!one.isGood} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="sr-only">{words(one.score, one.scale)}. </span>
          {one.comment && <span className="block break-words whitespace-pre-wrap">{one.comment}</span>}
          {one.causes.length > 0 && (
            <span className="mt-1 flex flex-wrap gap-1">
              {one.causes.map((cause) => (
                <Tag key={cause}>{cause}</Tag>
              ))}
            </span>
          )}
          <span className="mt-0.5 block text-sm text-ink-3">
            {[
              one.customerName || t('scores.unnamed'),
              one.ticketNumber,
              ...(whose ? [whose] : []),
              dates.sentence(one.ratedAt),
            ].join(' · ')}
          </span>
        </span>
      </Link>
    </li>
  )
}
