import { describe, expect, it } from 'vitest'
import { families } from './families.ts'
import { MEET, STAY_APART } from './phrase-pairs.ts'
import { compilePhrase, isEmptyPhrase } from './phrases.ts'
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
