import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { WordsHow } from '#contract/rule-conditions.ts'
import { listRuleTemplates, type RuleTemplate, tryPhrases } from '#contract/rule-files.ts'
import { getRuleRun, listRuleRuns, type RuleRun, type RuleRunTrace } from '#contract/rule-runs.ts'
import {
  getRule,
  listRules,
  listRuleVersions,
  type Rule,
  type RuleList,
  type RuleVersion,
} from '#contract/rules.ts'
import { call } from '../../../api/call.ts'
import { whole } from './whole.ts'

const pageSize = 30

export const rulesQuery = queryOptions({
  queryKey: ['settings', 'rules'],
  queryFn: ({ signal }) => whole<RuleList>(call(listRules, {}, { signal })),
  // Counts and last runs grow while one looks.
  refetchInterval: 30_000,
})

export const ruleQuery = (id: number) =>
  queryOptions({
    queryKey: ['settings', 'rules', id],
    queryFn: ({ signal }) => whole<Rule>(call(getRule, { params: { id } }, { signal })),
    refetchInterval: 30_000,
  })

export const ruleTemplatesQuery = queryOptions({
  queryKey: ['settings', 'rule-templates'],
  queryFn: ({ signal }) => whole<{ items: RuleTemplate[] }>(call(listRuleTemplates, {}, { signal })),
})

export const ruleRunsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'rules', id, 'runs'],
    queryFn: ({ signal, pageParam }) =>
      whole<{ items: RuleRun[]; nextCursor: string | null }>(
        call(listRuleRuns, { params: { id }, query: { cursor: pageParam, limit: pageSize } }, { signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const ruleVersionsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['settings', 'rules', id, 'versions'],
    queryFn: ({ signal, pageParam }) =>
      whole<{ items: RuleVersion[]; nextCursor: string | null }>(
        call(listRuleVersions, { params: { id }, query: { cursor: pageParam, limit: pageSize } }, { signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const ruleRunQuery = (id: number) =>
  queryOptions({
    queryKey: ['rule-runs', id],
    queryFn: ({ signal }) => whole<RuleRunTrace>(call(getRuleRun, { params: { id } }, { signal })),
    // What happened does not change.
    staleTime: Infinity,
  })

/** What words meet. The answer for a word is always the same, so it is kept. */
export const phrasesQuery = (how: WordsHow, values: readonly string[]) =>
  queryOptions({
    queryKey: ['rule-phrases', how, values],
    queryFn: ({ signal }) => call(tryPhrases, { body: { how, values: [...values] } }, { signal }),
    enabled: values.length > 0,
    staleTime: Infinity,
    retry: false,
  })
