import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

test('a password opens what was made with it, and nothing else', async () => {
  const kept = await hashPassword('мой длинный пароль')
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await hashPassword('мой длинный пароль')).not.toBe(kept)
  expect(await verifyPassword(kept, 'мой длинный пароль')).toBe(true)
  expect(await verifyPassword(kept, 'мой длинный парол')).toBe(false)
  expect(await verifyPassword(null, 'мой длинный пароль')).toBe(false)
})

test('it is the same password from a keyboard that spells й in two characters', async () => {
  const kept = await hashPassword('й'.normalize('NFC').repeat(10))
  expect(await verifyPassword(kept, 'й'.normalize('NFD').repeat(10))).toBe(true)
})
