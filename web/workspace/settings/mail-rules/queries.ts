import { queryOptions } from '@tanstack/react-query'
import { listLetters } from '#contract/letters.ts'
import { getMailLimits, listMailRules } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'

export const mailRulesQuery = queryOptions({
  queryKey: ['settings', 'mail-rules'],
  queryFn: ({ signal }) => call(listMailRules, {}, { signal }),
})

export const mailLimitsQuery = queryOptions({
  queryKey: ['settings', 'mail-limits'],
  queryFn: ({ signal }) => call(getMailLimits, {}, { signal }),
})

/** The newest letters of the ledger, to try a rule on. */
export const lettersToTryQuery = queryOptions({
  queryKey: ['settings', 'letters-to-try'],
  queryFn: ({ signal }) => call(listLetters, { query: { limit: 100 } }, { signal }),
})
