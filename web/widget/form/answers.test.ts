import { expect, test } from 'vitest'
import type { ShownField } from '#contract/web-form-visits.ts'
import { askedFields, originOf, problemsOf } from './answers.ts'

const field = (id: string, more: Partial<ShownField> = {}): ShownField => ({
  id,
  kind: 'ticket',
  input: 'text',
  label: id,
  hint: '',
  isRequired: false,
  choices: [],
  shownWhen: null,
  ...more,
})
const fields = [
  field('topic', { input: 'choice' }),
  field('order', { shownWhen: { fieldId: 'topic', values: ['late', 'lost'] }, isRequired: true }),
  field('days', { shownWhen: { fieldId: 'order', values: [] } }),
  field('mail', { input: 'email' }),
]
const asked = (values: Record<string, string>) => askedFields(fields, values).map((each) => each.id)

test('a field comes with what it waits for, and goes with it, however far', () => {
  expect(asked({})).toEqual(['topic', 'mail'])
  expect(asked({ topic: 'late' })).toEqual(['topic', 'order', 'mail'])
  expect(asked({ topic: 'late', order: '7' })).toEqual(['topic', 'order', 'days', 'mail'])
  expect(asked({ topic: 'other', order: '7' })).toEqual(['topic', 'mail'])
})

test('what is asked and missing is told, what is not asked is not', () => {
  expect(problemsOf(fields, { topic: 'late', mail: 'nobody' }, 0)).toEqual({
    order: 'required',
    mail: 'bad_email',
  })
  expect(problemsOf(fields, { mail: 'a@b.example' }, 0)).toEqual({})
  const files = [field('f', { input: 'files', isRequired: true })]
  expect([problemsOf(files, {}, 0), problemsOf(files, {}, 1)]).toEqual([{ f: 'required' }, {}])
})

test('of a page’s address the marketing tags are told, and nothing that only looks like one', () => {
  const page = new URL('https://shop.example/?utm_source=ad&utm_SOURCE=x&token=secret')
  expect(originOf(page, 'https://search.example/').utm).toEqual({ utm_source: 'ad' })
})
