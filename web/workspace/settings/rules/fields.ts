import type { RuleCondition, RuleGroup, RuleTest } from '#contract/rule-conditions.ts'
import type { FieldKind, FieldOwner } from '#contract/fields.ts'
import { numberFields, textFields, yesNoFields } from './options.ts'

export const idFields = [
  'status',
  'category',
  'team',
  'assignee',
  'inbox',
  'customer',
  'organization',
] as const
export const choiceFields = ['status_category', 'priority', 'source', 'language', 'done_by'] as const

/** The kind of test that asks this field. */
type Of<F, T extends RuleTest = RuleTest> = T extends { field: infer G } ? (F extends G ? T : never) : never
export type IdTest = Of<'status'>
export type ChoiceTest = Of<(typeof choiceFields)[number]>
export type TextTest = Of<'text'>
export type NumberTest = Of<'age_hours'>
export type YesNoTest = Of<'has_files'>
export type CustomTest = Of<'custom'>

const isOneOf = (list: readonly string[], field: string): boolean => list.includes(field)
export const isIdTest = (test: RuleTest): test is IdTest => isOneOf(idFields, test.field)
export const isChoiceTest = (test: RuleTest): test is ChoiceTest => isOneOf(choiceFields, test.field)
export const isTextTest = (test: RuleTest): test is TextTest => isOneOf(textFields, test.field)
export const isNumberTest = (test: RuleTest): test is NumberTest => isOneOf(numberFields, test.field)
export const isYesNoTest = (test: RuleTest): test is YesNoTest => isOneOf(yesNoFields, test.field)
export const isGroup = (condition: RuleCondition): condition is RuleGroup => !('field' in condition)

/** What a condition may ask, in the order of the picker; groups are keys of `rules.fieldGroup` in locales/. */
export const fieldGroups = [
  { group: 'message', fields: ['text', 'subject', 'message', 'note', 'file_name', 'sender', 'recipient'] },
  {
    group: 'ticket',
    fields: [
      'status',
      'status_category',
      'priority',
      'category',
      'tags',
      'team',
      'assignee',
      'inbox',
      'source',
    ],
  },
  {
    group: 'customer',
    fields: [
      'customer',
      'customer_email',
      'customer_name',
      'customer_remark',
      'language',
      'organization',
      'organization_name',
      'organization_domain',
    ],
  },
  {
    group: 'facts',
    fields: [...yesNoFields, 'done_by', 'working_time'],
  },
  { group: 'numbers', fields: numberFields },
] as const
export type BuiltInField = (typeof fieldGroups)[number]['fields'][number]

/** `custom:ticket:tariff`, as the picker knows it. */
export function customName(of: FieldOwner, key: string): string {
  return `custom:${of}:${key}`
}

export function pickedName(test: RuleTest): string {
  return test.field === 'custom' ? customName(test.of, test.key) : test.field
}

/** A test of another field; what was typed is kept where it still means something. */
export function testOf(name: string, before?: RuleTest, kind?: FieldKind): RuleTest {
  const isNot = before?.isNot ?? false
  if (name.startsWith('custom:')) {
    const [, of, key = ''] = name.split(':')
    const owner = of === 'customer' || of === 'organization' ? of : 'ticket'
    return { field: 'custom', isNot, of: owner, key, operator: operatorsOf(kind)[0] ?? 'is', values: [] }
  }
  const text = textFields.find((each) => each === name)
  if (text) {
    const kept = before && isTextTest(before) ? before : null
    return { field: text, isNot, how: kept?.how ?? 'any_form', values: kept?.values ?? [] }
  }
  const number = numberFields.find((each) => each === name)
  if (number) {
    const kept = before && isNumberTest(before) ? before : null
    return { field: number, isNot: false, operator: kept?.operator ?? 'above', value: kept?.value ?? 1 }
  }
  const yesNo = yesNoFields.find((each) => each === name)
  if (yesNo) return { field: yesNo, isNot: false }
  const id = idFields.find((each) => each === name)
  if (id) return { field: id, isNot, values: [] }
  const choice = choiceFields.find((each) => each === name)
  if (choice) return { field: choice, isNot, values: [] }
  if (name === 'tags') return { field: 'tags', isNot, match: 'any', values: [] }
  return { field: 'working_time', isNot: false, calendarId: 0 }
}

export type CustomOperator = CustomTest['operator']

/** A key of `rules.custom` in locales/: a date is later or earlier, not more or less. */
export function customOperatorKey(kind: FieldKind | undefined, operator: CustomOperator, isNot: boolean) {
  const not = isNot ? 'Not' : ''
  if (kind !== 'date') return `${operator}${not}` as const
  return operator === 'above'
    ? (`after${not}` as const)
    : operator === 'below'
      ? (`before${not}` as const)
      : (`${operator}${not}` as const)
}

/** What can be asked of a field of this kind, the likeliest first. */
export function operatorsOf(kind: FieldKind | undefined): readonly CustomOperator[] {
  switch (kind) {
    case 'text':
    case 'long_text':
    case 'url':
      return ['contains', 'is', 'filled']
    case 'number':
    case 'date':
      return ['is', 'above', 'below', 'filled']
    case 'checkbox':
      return ['filled']
    case 'choice':
    case 'multi_choice':
    case undefined:
      return ['is', 'filled']
  }
}
