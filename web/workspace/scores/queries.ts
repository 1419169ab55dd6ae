import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getSurveyReport } from '#contract/survey-report.ts'
import { call } from '../../api/call.ts'
import { type ScoresSearch, periodOf } from './scores-search.ts'

export const scoresQuery = (search: ScoresSearch, today: string) =>
  queryOptions({
    queryKey: ['scores', search, today],
    queryFn: ({ signal }) =>
      call(
        getSurveyReport,
        {
          query: {
            ...periodOf(search, today),
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            teamId: search.team,
            agentId: search.agent,
            by: search.by,
            rated: search.rated,
          },
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })
