import { expect, test } from 'vitest'
import type { FormField } from '#contract/web-forms.ts'
import { moved, newId, waitsFor, without } from './form-values.ts'

const field = (id: string, waits?: string): FormField => ({
  id,
  kind: 'ticket',
  key: id,
  isRequired: false,
  labels: {},
  hints: {},
  preset: null,
  shownWhen: waits === undefined ? null : { fieldId: waits, values: [] },
})
const ids = (fields: readonly FormField[] | null) => fields?.map((one) => one.id)

test('a field moves to its place, and nowhere else', () => {
  const fields = [field('a'), field('b'), field('c')]
  expect(ids(moved(fields, 0, 2))).toEqual(['b', 'c', 'a'])
  expect(ids(moved(fields, 2, 0))).toEqual(['c', 'a', 'b'])
  expect([moved(fields, 1, 1), moved(fields, 0, 3), moved(fields, 0, -1)]).toEqual([null, null, null])
})

test('with a field go the conditions on it', () => {
  const left = without([field('a'), field('b', 'a'), field('c', 'b')], 'a')
  expect(left.map((one) => one.shownWhen)).toEqual([null, { fieldId: 'b', values: [] }])
})

test('a new field has a name of its own', () => {
  expect(newId([field('name')], 'name')).toBe('name_2')
  expect(newId([field('name'), field('name_2')], 'name')).toBe('name_3')
  expect(newId([], 'Тема!')).toMatch(/^[a-z0-9_]+$/)
})

test('a field cannot wait for itself, however far around', () => {
  const fields = [field('a'), field('b', 'a'), field('c', 'b')]
  expect(waitsFor(fields, 'a', 'c')).toBe(true)
  expect(waitsFor(fields, 'a', 'a')).toBe(true)
  expect(waitsFor(fields, 'c', 'a')).toBe(false)
})
