import { expect, test } from 'vitest'
import { otherLayout } from './layout.ts'

test('knows both keyboard layouts', () => {
  expect(otherLayout('gbcmvj')).toBe('письмо')
  expect(otherLayout('куагтв')).toBe('refund')
})
