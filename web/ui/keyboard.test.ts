import { describe, expect, test } from 'vitest'
import { isPressed, keyLabel, type KeyPress } from './keyboard.ts'

function press(key: string, code: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }
}

describe('keys', () => {
  test('a letter works in a Latin layout by what is written on the key', () => {
    expect(isPressed(press('j', 'KeyJ'), 'j')).toBe(true)
    // Dvorak: the key that types j stands where C is on QWERTY.
    expect(isPressed(press('j', 'KeyC'), 'j')).toBe(true)
    expect(isPressed(press('h', 'KeyJ'), 'j')).toBe(false)
  })

  test('a letter works in a Russian layout by its place', () => {
    expect(isPressed(press('о', 'KeyJ'), 'j')).toBe(true)
    expect(isPressed(press('к', 'KeyR'), 'r')).toBe(true)
    expect(isPressed(press('л', 'KeyK', { ctrlKey: true }), 'Ctrl+k')).toBe(true)
    expect(isPressed(press(',', 'Slash', { shiftKey: true }), '?')).toBe(true)
    expect(isPressed(press('.', 'Slash'), '/')).toBe(true)
  })

  test('a modifier makes it another key, and ⌘ counts as Ctrl', () => {
    expect(isPressed(press('c', 'KeyC', { ctrlKey: true }), 'c')).toBe(false)
    expect(isPressed(press('J', 'KeyJ', { shiftKey: true }), 'j')).toBe(false)
    expect(isPressed(press('Enter', 'Enter', { metaKey: true }), 'Ctrl+Enter')).toBe(true)
    expect(isPressed(press('e', 'KeyE', { altKey: true }), 'e')).toBe(false)
  })

  test('keys are written as people know them', () => {
    expect(keyLabel('Ctrl+k')).toBe('Ctrl K')
    expect(keyLabel('Escape')).toBe('Esc')
    expect(keyLabel('ArrowDown')).toBe('↓')
  })
})
