import { describe, expect, it } from 'vitest'
import { families } from './families.ts'
import { MEET } from './phrase-pairs.ts'
import { previewPhrase } from './phrase-preview.ts'
import { STAY_APART } from './phrase-strangers.ts'
import { compilePhrase, findPhrases, isEmptyPhrase } from './phrases.ts'
import { PatternError } from './pattern-syntax.ts'
import { keysOf, readText } from './read-text.ts'

const pairsOf = (table: string): [rule: string, letter: string][] =>
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const at = line.indexOf(': ')
      const letters = line.slice(at + 2).split(' | ')
      return letters.map((letter): [string, string] => [line.slice(0, at), letter])
    })

const finds = (phrase: string, text: string, mode: 'forms' | 'exact' | 'pattern' = 'forms'): string | null =>
  compilePhrase(phrase, mode).find(readText(text))?.words ?? null

describe('words that must meet', () => {
  const pairs = pairsOf(MEET)
  it('are three hundred pairs at least', () => expect(pairs.length).toBeGreaterThanOrEqual(300))
  it('do', () =>
    expect(pairs.filter(([rule, letter]) => finds(rule, letter) === null).map((p) => p.join(' ~ '))).toEqual(
      [],
    ))
})

describe('words that must stay apart', () => {
  const pairs = pairsOf(STAY_APART)
  it('are three hundred pairs at least', () => expect(pairs.length).toBeGreaterThanOrEqual(300))
  it('do', () =>
    expect(pairs.filter(([rule, letter]) => finds(rule, letter) !== null).map((p) => p.join(' ~ '))).toEqual(
      [],
    ))
})

describe('compilePhrase', () => {
  it('lets small words stand between the words of a phrase, never a negation or the end of a sentence', () => {
    expect(finds('вернуть деньги', 'Верните же нам, пожалуйста, деньги!')).toBe(
      'Верните же нам, пожалуйста, деньги',
    )
    expect(finds('вернуть деньги', 'Вернуть не деньги')).toBeNull()
    expect(finds('вернуть деньги', 'Верните! Деньги нужны')).toBeNull()
    expect(finds('вернуть деньги', 'вернуть\n\nденьги')).toBeNull()
    expect(finds('вернуть деньги', 'прошу вернуть\nденьги за заказ')).toBe('вернуть\nденьги')
    expect(finds('улица Ленина', 'на улице Ленина')).toBe('улице Ленина')
  })

  it('takes a phrase as written when told so, but for case and Ё', () => {
    expect(finds('Личный кабинёт', 'личный кабинет', 'exact')).toBe('личный кабинет')
    expect(finds('личный кабинет', 'личного кабинета', 'exact')).toBeNull()
    expect(finds('вернуть деньги', 'вернуть мои деньги', 'exact')).toBeNull()
    expect(finds('кот', 'который скот', 'exact')).toBeNull()
    expect(finds('в и на', 'и в и на', 'exact')).toBe('в и на')
  })

  it('finds what a pattern finds, at a bounded cost, and refuses a broken one by name', () => {
    expect(finds('заказ\\s+№?\\d+', 'мой Заказ №5417', 'pattern')).toBe('Заказ №5417')
    expect(finds('(a+)+$', `${'a'.repeat(30_000)}b`, 'pattern')).toBeNull()
    expect(() => compilePhrase('заказ (', 'pattern')).toThrow(PatternError)
  })

  it('tells where the first of each phrase stands', () => {
    const phrases = ['деньги', 'вернуть', 'чайник'].map((phrase) => compilePhrase(phrase, 'forms'))
    const text = 'Верните деньги, все деньги'
    expect(
      findPhrases(readText(text), phrases).map(({ phrase, start, end }) => [phrase, text.slice(start, end)]),
    ).toEqual([
      ['деньги', 'деньги'],
      ['вернуть', 'Верните'],
    ])
  })

  it('knows a phrase without words', () => {
    expect(isEmptyPhrase({ text: ' …! ', mode: 'forms' })).toBe(true)
    expect(isEmptyPhrase({ text: '404', mode: 'forms' })).toBe(false)
    expect(finds('…', 'что угодно…')).toBeNull()
  })

  it('keeps both readings of what is written with Е', () => {
    expect(finds('брать', 'он берет')).toBe('берет')
    expect(finds('берет', 'он берёт')).toBe('берёт')
  })

  it('is found in any of hostile texts in one pass', () => {
    const phrase = compilePhrase('не работать', 'forms')
    for (const text of ['не '.repeat(60_000), '!'.repeat(199_000), '. А'.repeat(60_000), '\ud800 \u0000']) {
      expect(phrase.find(readText(text))).toBeNull()
    }
  })
})

describe('families', () => {
  it('hold words of the dictionary, each as its own lemma', () => {
    const strange = families()
      .flat()
      .filter((word) => /[а-я]/.test(word) && !keysOf(word).includes(word.replaceAll('ё', 'е')))
    expect(strange).toEqual([])
  })

  it('do not run into one another', () => {
    expect(finds('вернуть', 'возврат')).toBeNull()
    expect(finds('возврат', 'вернули')).toBeNull()
  })
})

describe('previewPhrase', () => {
  it('shows true forms that are found and near words that are not', () => {
    const money = previewPhrase('вернуть деньги', 'forms')
    expect(money.finds).toContain('верните деньги')
    expect(money.misses).toContain('вернусь')
    expect(previewPhrase('возврат', 'forms').finds).toEqual(
      expect.arrayContaining(['возврата', 'возвратили']),
    )
    expect(previewPhrase('личный кабинет', 'forms').finds).toContain('личного кабинета')
    expect(previewPhrase('битрикс', 'forms').finds).toContain('битриксом')
    expect(previewPhrase('child', 'forms').finds).toEqual(['children'])
    // Endings are put to no word that is not known to take them.
    for (const word of ['asap', 'pdf', 'hello', 'urgently', 'Acme']) {
      expect(previewPhrase(word, 'forms').finds).toEqual([])
    }
    expect(previewPhrase('refund', 'forms').finds).toContain('refunds')
    expect(previewPhrase('HD-1256', 'forms')).toEqual({ finds: [], misses: ['HD-12560'] })
    expect(previewPhrase('возврат', 'exact').misses).toContain('возврата')
  })

  it('promises nothing that the phrase does not keep', () => {
    for (const [word = ''] of pairsOf(MEET)) {
      const { finds: shown, misses } = previewPhrase(word, 'forms')
      expect(shown.filter((each) => finds(word, each) === null)).toEqual([])
      expect(misses.filter((each) => finds(word, each) !== null)).toEqual([])
    }
  })
})
