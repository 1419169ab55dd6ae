import { expect, test } from 'vitest'
import { createSecrets } from './secrets.ts'

const secrets = createSecrets('a key of sufficient length for a test')

test('what is sealed opens again, and never looks the same twice', () => {
  const sealed = secrets.encrypt('пароль')
  expect(secrets.decrypt(sealed)).toBe('пароль')
  expect(secrets.encrypt('пароль')).not.toBe(sealed)
})

test('a touched text and another key are refused', () => {
  const sealed = secrets.encrypt('secret')
  // In the middle: the last letter of base64url may hold bits that mean nothing.
  const at = sealed.length >> 1
  const touched = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
  expect(() => secrets.decrypt(touched)).toThrow()
  expect(() => createSecrets('another key of sufficient length').decrypt(sealed)).toThrow()
  expect(() => secrets.decrypt('plain')).toThrow('unknown scheme')
})

test('each purpose has a key of its own', () => {
  expect(secrets.sign('a', 'x')).not.toEqual(secrets.sign('b', 'x'))
})
