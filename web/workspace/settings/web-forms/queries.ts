import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { previewWebForm } from '#contract/web-form-visits.ts'
import { listWebForms } from '#contract/web-forms.ts'
import { call } from '../../../api/call.ts'
import type { PreviewWish } from './form-values.ts'

export const webFormsQuery = queryOptions({
  queryKey: ['settings', 'web-forms'],
  queryFn: ({ signal }) => call(listWebForms, {}, { signal }),
})

/** A form as its visitors would meet it, with what is on the page now. */
export const previewQuery = (wish: PreviewWish) =>
  queryOptions({
    queryKey: ['web-form-preview', wish],
    queryFn: ({ signal }) => call(previewWebForm, { body: wish }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 10_000,
  })
