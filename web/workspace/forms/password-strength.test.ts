import { describe, expect, test } from 'vitest'
import { passwordStrength } from './password-strength.ts'

describe('password strength', () => {
  test('nine characters are too few, whatever they are', () => {
    expect(passwordStrength('x7$Lq2!vZ')).toBe('short')
  })

  test('runs and repetitions do not count as many choices', () => {
    expect(passwordStrength('aaaaaaaaaaaaaa')).toBe('weak')
    expect(passwordStrength('abcdefghijklmn')).toBe('weak')
  })

  test('a known word or one’s own name is weak', () => {
    expect(passwordStrength('qwerty-2026-!A')).toBe('weak')
    expect(passwordStrength('sokolova-8842', ['Ирина Sokolova', 'irina@example.com'])).toBe('weak')
  })

  test('length makes a plain phrase strong', () => {
    expect(passwordStrength('рыжий кот спит')).toBe('strong')
    expect(passwordStrength('f8kd02mzpq')).toBe('fair')
  })
})
