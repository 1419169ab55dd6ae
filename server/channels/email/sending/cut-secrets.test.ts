import { expect, test } from 'vitest'
import { cutSecrets, cutSecretsOfError } from './cut-secrets.ts'

const plain = Buffer.from('\0support\0p&ssw ord').toString('base64')

test.each([
  ['NO cannot do LOGIN support "p&ssw ord"', 'NO cannot do LOGIN support "[cut]"'],
  [`535 not with AUTH PLAIN ${plain}`, '535 not with AUTH PLAIN [cut]'],
  ['you said pass=p%26ssw+ord&x=y', 'you said pass=[cut]&x=y'],
  ['535 5.7.8 Authentication failed', '535 5.7.8 Authentication failed'],
])('%s', (said, left) => {
  expect(cutSecrets(said, ['p&ssw ord', null])).toBe(left)
})

test('a password of a letter or two cuts no words to pieces; no password cuts nothing', () => {
  expect(cutSecrets('Authentication failed', ['a'])).toBe('Authentication failed')
  expect(cutSecrets('Authentication failed', [null, ''])).toBe('Authentication failed')
})

test('an error stays the error it was', () => {
  const error = Object.assign(new Error('535 secret-word'), { code: 'EAUTH', response: '535 secret-word' })
  expect(cutSecretsOfError(error, ['secret-word'])).toBe(error)
  expect(error).toMatchObject({ code: 'EAUTH', response: '535 [cut]', message: '535 [cut]' })
})
