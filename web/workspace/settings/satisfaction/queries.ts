import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getSurveySettings, previewSurvey, type SurveySettings } from '#contract/surveys.ts'
import type { Language } from '#contract/common.ts'
import { call } from '../../../api/call.ts'

export const surveySettingsQuery = queryOptions({
  queryKey: ['settings', 'satisfaction'],
  queryFn: ({ signal }) => call(getSurveySettings, {}, { signal }),
})

export type Previewed = Pick<SurveySettings, 'scale' | 'texts' | 'causes'> & { language: Language }

export const surveyPreviewQuery = (body: Previewed) =>
  queryOptions({
    queryKey: ['survey-preview', body],
    queryFn: ({ signal }) => call(previewSurvey, { body }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
