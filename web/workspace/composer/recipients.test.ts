import { expect, test } from 'vitest'
import type { Recipient, Recipients } from '#contract/sending.ts'
import { addressesOf, concernOf, obstacleOf, setKey } from './recipients.ts'

function person(address: string, more: Partial<Recipient> = {}): Recipient {
  return { address, name: '', standing: 'customer', isNew: false, blocked: null, suggestion: null, ...more }
}
const none: Recipients = { to: [person('a@b.ru')], cc: [], bcc: [], removed: [] }

test('the usual people raise no question; anybody new, missing, blocked or mistyped does', () => {
  expect(concernOf(none)).toBeNull()
  const hidden = person('c@d.ru', { isNew: true, standing: 'outside' })
  expect(concernOf({ ...none, bcc: [hidden] })).toMatchObject({ added: [hidden], removed: [] })
  expect(concernOf({ ...none, removed: [{ address: 'e@b.ru', name: '' }] })).not.toBeNull()
  expect(concernOf({ ...none, cc: [person('x@b.ru', { blocked: 'bounced' })] })).not.toBeNull()
  expect(concernOf({ ...none, cc: [person('x@gmial.com', { suggestion: 'x@gmail.com' })] })).not.toBeNull()
})

test('nobody, or an inbox of ours, is no recipient', () => {
  expect(obstacleOf(none)).toBeNull()
  expect(obstacleOf({ ...none, to: [] })).toBe('nobody')
  expect(obstacleOf({ ...none, cc: [person('support@desk.ru', { standing: 'ours' })] })).toBe('ours')
})

test('the order of a set and the case of its letters do not matter, its fields do', () => {
  const set = addressesOf({ ...none, to: [person('A@b.ru'), person('c@d.ru')] })
  expect(setKey(set)).toBe(setKey({ to: ['c@d.ru', 'a@b.ru'], cc: [], bcc: [] }))
  expect(setKey(set)).not.toBe(setKey({ to: ['a@b.ru'], cc: [], bcc: ['c@d.ru'] }))
})
