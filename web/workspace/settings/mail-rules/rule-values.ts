import type { RuleActions, RuleBody, RuleCondition, TextOperator } from '#contract/mail-policy.ts'

export type Field = RuleCondition['field']
export type HeaderOperator = Extract<RuleCondition, { field: 'header' }>['operator']

export const fields: readonly Field[] = [
  'from',
  'sender_domain',
  'to',
  'inbox',
  'subject',
  'body',
  'header',
  'has_attachment',
  'file_name',
  'size',
  'authentication',
  'automatic',
]

export const textOperators: readonly TextOperator[] = [
  'is',
  'is_not',
  'contains',
  'contains_not',
  'begins',
  'ends',
  'like',
  'matches',
]

export const noActions: RuleActions = {
  drop: null,
  teamId: null,
  categoryId: null,
  priority: null,
  tags: [],
  values: [],
  isTrusted: false,
  stops: false,
}

export const newRule: RuleBody = {
  name: '',
  isActive: true,
  appliesTo: 'new',
  match: 'all',
  conditions: [{ field: 'from', operator: 'contains', value: '' }],
  actions: noActions,
}

/** Another field keeps what was typed where it still means something. */
export function changeField(before: RuleCondition, field: Field): RuleCondition {
  const value = 'value' in before && typeof before.value === 'string' ? before.value : ''
  switch (field) {
    case 'inbox':
      return { field, operator: 'is', inboxId: 0 }
    case 'has_attachment':
    case 'automatic':
      return { field, value: true }
    case 'size':
      return { field, operator: 'above', kilobytes: 1024 }
    case 'authentication':
      return { field, verdict: 'fail' }
    case 'header':
      return { field, name: '', operator: 'contains', value }
    default: {
      const operator =
        'value' in before && 'operator' in before && before.field !== 'header' ? before.operator : null
      return { field, operator: operator ?? (field === 'sender_domain' ? 'is' : 'contains'), value }
    }
  }
}

/** Whether something is still to be filled in. */
export function isUnfinished(condition: RuleCondition): boolean {
  switch (condition.field) {
    case 'inbox':
      return condition.inboxId === 0
    case 'size':
      return !(condition.kilobytes >= 1)
    case 'header':
      return (
        condition.name.trim() === '' ||
        (condition.operator !== 'present' && condition.operator !== 'absent' && condition.value.trim() === '')
      )
    case 'has_attachment':
    case 'automatic':
    case 'authentication':
      return false
    default:
      return condition.value.trim() === ''
  }
}

/** Names of the captures that the patterns of a rule make, for its tags and values. */
export function captureNames(conditions: readonly RuleCondition[]): string[] {
  const sources = conditions.flatMap((one) =>
    'operator' in one && one.operator === 'matches' && 'value' in one ? [one.value] : [],
  )
  return [
    ...new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/\(\?<([\p{L}_][\p{L}\p{N}_]*)>/gu)].map((found) => found[1] ?? ''),
      ),
    ),
  ]
}

/** Lists typed with commas. */
export function splitTags(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((tag) => tag.trim()))].filter((tag) => tag !== '').slice(0, 20)
}
