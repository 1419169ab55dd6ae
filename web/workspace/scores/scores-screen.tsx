import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SurveyReport } from '#contract/survey-report.ts'
import { IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useDesk } from '../desk.ts'
import { openOverlay } from '../shell/overlays.ts'
import { Comments } from './comments.tsx'
import { scoresQuery } from './queries.ts'
import { daysOf, periods, type ScoresSearch, todayHere } from './scores-search.ts'
import { ScaleBars, ShareTable } from './share-bars.tsx'
import { StepChart } from './step-chart.tsx'
import { Tiles } from './tiles.tsx'

/** What customers said of the solutions: how many are content, whom they speak of, and in which words. */
export function ScoresScreen() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/desk/scores' })
  const report = useQuery(scoresQuery(search, todayHere()))
  return (
    <main
      aria-busy={report.isPending}
      className="h-full min-h-0 min-w-0 overflow-y-auto border-line bg-panel lg:border-l"
    >
      <title>{`${t('scores.title')} · Otklik`}</title>
      <div className="mx-auto max-w-[1180px] px-10 pt-6 pb-12 max-md:px-4 max-md:pt-3">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
          <IconButton
            icon="menu"
            label={t('nav.open')}
            className="-ml-1.5 lg:hidden"
            onClick={() => openOverlay('navigation')}
          />
          <h1 className="mr-auto text-xl font-semibold tracking-tight">{t('scores.title')}</h1>
          <Choices search={search} report={report.data} />
        </div>
        <p className="mt-1 mb-5 max-w-[680px] text-ink-3">
          {t(report.data ? `scores.sub.${report.data.scope}` : 'scores.sub.all')}
        </p>
        {report.isError && !report.data ? (
          <ErrorState title={t('scores.failed')} onRetry={() => void report.refetch()} />
        ) : report.data ? (
          <Report report={report.data} search={search} />
        ) : (
          <div className="grid gap-4">
            <Skeleton className="h-24 w-full" />
            <Skeleton className="h-52 w-full" />
            <Skeleton className="h-40 w-full" />
          </div>
        )}
      </div>
    </main>
  )
}

function Choices({ search, report }: { search: ScoresSearch; report: SurveyReport | undefined }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { desk } = useDesk()
  const go = (change: Partial<ScoresSearch>) =>
    void navigate({ to: '/scores', search: { ...search, ...change }, replace: true })
  const mayChoose = report !== undefined && report.scope !== 'own'
  return (
    <div className="flex flex-wrap gap-2">
      {mayChoose && (
        <>
          <Select<number>
            label={t('scores.team')}
            className="!w-auto max-w-52"
            value={search.team ?? 0}
            options={[
              { value: 0, label: t('scores.anyTeam') },
              ...desk.teams.map((team) => ({ value: team.id, label: team.name })),
            ]}
            onChange={(team) => go({ team: team || undefined })}
          />
          <Select<number>
            label={t('scores.agent')}
            className="!w-auto max-w-52"
            value={search.agent ?? 0}
            options={[
              { value: 0, label: t('scores.anyAgent') },
              ...desk.agents.map((agent) => ({ value: agent.id, label: agent.name })),
            ]}
            onChange={(agent) => go({ agent: agent || undefined })}
          />
        </>
      )}
      <Select
        label={t('scores.by')}
        className="!w-auto"
        value={search.by ?? 'assignee'}
        options={(['assignee', 'replier'] as const).map((by) => ({
          value: by,
          label: t(`scores.byWhom.${by}`),
        }))}
        onChange={(by) => go({ by: by === 'replier' ? by : undefined })}
      />
      <Select<number>
        label={t('scores.period')}
        className="!w-auto"
        value={daysOf(search)}
        options={periods.map((days) => ({ value: days, label: t(`scores.days.${days}`) }))}
        onChange={(days) => go({ days: periods.find((each) => each === days) })}
      />
    </div>
  )
}

function Report({ report, search }: { report: SurveyReport; search: ScoresSearch }) {
  const { t } = useTranslation()
  const { teamName, agentName } = useDesk()
  if (report.total.asked === 0) {
    return (
      <EmptyState icon="star" title={t('scores.emptyTitle')}>
        {t('scores.emptyText')}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-8">
      <Tiles report={report} />
      <StepChart steps={report.steps} isWeekly={report.isWeekly} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        {report.scope !== 'own' && (
          <ShareTable
            title={t('scores.byAgent')}
            rows={report.agents.map(({ agentId, ...sums }) => ({
              key: String(agentId),
              name: agentName(agentId) ?? t('scores.nobody'),
              ...sums,
            }))}
          />
        )}
        {report.scope !== 'own' && (
          <ShareTable
            title={t('scores.byTeam')}
            rows={report.teams.map(({ teamId, ...sums }) => ({
              key: String(teamId),
              name: teamName(teamId) ?? t('scores.noTeam'),
              ...sums,
            }))}
          />
        )}
        {report.scales.map((scale) => (
          <ScaleBars key={scale.scale} {...scale} />
        ))}
        {report.causes.length > 0 && (
          <ShareTable
            title={t('scores.causes')}
            isOfAnswers
            rows={report.causes.map(({ name, count, good }) => ({
              key: name,
              name,
              asked: count,
              answered: count,
              good,
            }))}
          />
        )}
      </div>
      <Comments comments={report.comments} search={search} />
    </div>
  )
}
