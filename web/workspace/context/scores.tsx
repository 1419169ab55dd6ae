import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Survey } from '#contract/surveys.ts'
import type { Ticket } from '#contract/tickets.ts'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useDesk } from '../desk.ts'
import { ticketSurveysQuery } from '../survey/queries.ts'
import { ScoreMark } from '../survey/score-mark.tsx'
import { useScoreWords } from '../survey/use-score-words.ts'
import { NotLoaded, Section } from './section.tsx'

/** How the customer said it was, each time they were asked; nothing where nobody asked. */
export function Scores({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const surveys = useQuery(ticketSurveysQuery(ticket.id))
  if (surveys.isError && !surveys.data) {
    return (
      <Section title={t('survey.section')}>
        <NotLoaded text={t('survey.loadFailed')} onRetry={() => void surveys.refetch()} />
      </Section>
    )
  }
  const items = surveys.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={t('survey.section')}>
      <ul className="flex flex-col gap-3">
        {items.map((survey) => (
          <li key={survey.id}>{survey.score === null ? <Asked {...survey} /> : <Rated {...survey} />}</li>
        ))}
      </ul>
    </Section>
  )
}

function Asked({ askedAt, askedIn, expiresAt }: Survey) {
  const { t } = useTranslation()
  const dates = useDates()
  const isOver = new Date(expiresAt) < new Date()
  return (
    <p className="text-ink-3">
      {t(isOver ? 'survey.notAnswered' : `survey.askedIn.${askedIn}`, { when: dates.sentence(askedAt) })}
    </p>
  )
}

function Rated({ score, scale, isGood, isLow, comment, causes, ratedAt, ratedIn, agentId }: Survey) {
  const { t } = useTranslation()
  const { agentName } = useDesk()
  const dates = useDates()
  const words = useScoreWords()
  if (score === null || ratedAt === null) return null
  const whose = agentName(agentId)
  return (
    <>
      <p className="flex items-center gap-2">
        <ScoreMark score={score} scale={scale} isGood={isGood === true} isLow={isLow} size={22} />
        <b className="font-medium">{words(score, scale)}</b>
        {isLow && <Tag tone="bad">{t('survey.low')}</Tag>}
      </p>
      {comment && <p className="mt-1.5 break-words whitespace-pre-wrap">«{comment}»</p>}
      {causes.length > 0 && (
        <ul className="mt-1.5 flex flex-wrap gap-1">
          {causes.map((cause) => (
            <li key={cause} className="min-w-0">
              <Tag className="max-w-full !h-auto whitespace-normal">{cause}</Tag>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1 text-sm text-ink-3" title={dates.full(ratedAt)}>
        {[
          dates.sentence(ratedAt),
          t(`survey.ratedIn.${ratedIn ?? 'email'}`),
          ...(whose ? [t('survey.about', { name: whose })] : []),
        ].join(' · ')}
      </p>
    </>
  )
}
