import { expect, test } from 'vitest'
import { turnTemplateFields } from './template-fields.ts'

test.each([
  [
    'Dear {{ customer.fields.plan | default: "x" }}',
    'Dear {{ customer.fields.NEW_plan | default: "x" }}',
    ['customer plan'],
  ],
  [
    '{{ticket.fields["plan"]}} {{ ticket.fields.size }}',
    '{{ticket.fields["NEW_plan"]}} {{ ticket.fields.NEW_size }}',
    ['ticket plan', 'ticket size'],
  ],
  [
    '{% if organization.fields.vip %}!{% endif %}',
    '{% if organization.fields.NEW_vip %}!{% endif %}',
    ['organization vip'],
  ],
  ['{{ other.ticket.fields.plan }} {{ ticket.subject }} ticket.fields.plan', null, []],
  [`${'{{ '.repeat(20_000)}ticket.fields.plan`, null, []],
])('fields in %.60s', (text, turned, found) => {
  const seen: string[] = []
  const after = turnTemplateFields(text, (of, key) => {
    seen.push(`${of} ${key}`)
    return `NEW_${key}`
  })
  expect(seen).toEqual(found)
  expect(after).toBe(turned ?? text)
})
