import { kinOf } from './families.ts'
import { foldWord, inflections } from './lemmas.ts'
import { type Pattern, openPattern } from './pattern.ts'
import { keysOf, type ReadText, readText } from './read-text.ts'
import { isSmallWord } from './small-words.ts'

/** `forms`: in any grammatical form; `exact`: as written but for case and Ё; `pattern`: a regular expression. */
export type PhraseMode = 'forms' | 'exact' | 'pattern'

/** Words looked for in texts. Made by `compilePhrase`, asked by `findPhrase`. */
export interface Phrase {
  readonly text: string
  readonly mode: PhraseMode
  find(this: void, read: ReadText): PhraseHit | null
}

/** What a phrase found: the words as they stand in the text. */
export interface PhraseHit {
  readonly phrase: string
  readonly words: string
  /** Start and end in UTF-16 units, as `String.slice` takes them. */
  readonly start: number
  readonly end: number
}

/** One word of a phrase: any of its keys will do, as a lemma of the text's word or as the word itself. */
interface Term {
  readonly keys: readonly string[]
  /** Several words written together that mean something as one: an address, a telephone number. */
  readonly whole?: string
}

/** So many small words at most may stand between two words of a phrase: «верните мне, пожалуйста, мои деньги». */
const MOST_SMALL_WORDS = 3
const DIGIT = /\p{N}/u

/**
 * Makes a phrase ready, once for all texts. Its words are found in their order, next to each other or with a few small
 * words between, within one sentence. Throws a PatternError for a pattern that cannot be used.
 */
export function compilePhrase(text: string, mode: PhraseMode): Phrase {
  if (mode === 'pattern') return { text, mode, find: findPattern(text, openPattern(text)) }
  const read = readText(text.normalize('NFC'))
  const how = isAbbreviation(read) ? 'exact' : mode
  const terms = how === 'exact' ? exactTerms(read) : formTerms(read)
  const [first] = terms
  if (!first) return { text, mode, find: () => null }
  const stands = terms.map((term) => standing(term, how))
  return {
    text,
    mode,
    find: (of) => (stands.every((isThere) => isThere(of)) ? findTerms(text, how, terms, first, of) : null),
  }
}

/** Whether a term can stand in a text at all: most phrases are in no text, and asking must cost next to nothing. */
function standing(term: Term, mode: PhraseMode): (read: ReadText) => boolean {
  const { whole } = term
  if (whole !== undefined) return (read) => read.wholes.has(whole)
  const keys = placesOf(term, mode)
  return ({ places }) => {
    for (const key of keys) if (places.has(key)) return true
    return false
  }
}

/** Whether a phrase has a word at all: «…» has none and would never be found. */
export function isEmptyPhrase({ text, mode }: Pick<Phrase, 'text' | 'mode'>): boolean {
  return mode === 'pattern' ? text === '' : readText(text).tokens.length === 0
}

/** The first place where each of the phrases stands, for those that do. */
export function findPhrases(read: ReadText, phrases: readonly Phrase[]): PhraseHit[] {
  return phrases.flatMap((phrase) => phrase.find(read) ?? [])
}

function findPattern(phrase: string, pattern: Pattern): Phrase['find'] {
  return ({ text }) => {
    const found = pattern.find(text)
    if (!found) return null
    return { phrase, words: found.text, start: found.start, end: found.start + found.text.length }
  }
}

/** «ИНН», which the dictionary takes for a form of Инна: capitals alone, and no word that is named so. */
function isAbbreviation({ tokens }: ReadText): boolean {
  const word = tokens[0]?.text ?? ''
  if (tokens.length !== 1 || !/^[А-ЯЁ]{2,4}$/.test(word)) return false
  const found = inflections(word)
  return found.length > 0 && found.every(({ tag }) => /gent|datv|accs|ablt|loct|gen2|loc2/.test(tag))
}

/** A noun that has one form, as the French name «Анне»: nobody can tell it from a form of another word, of «Анна». */
function isUnchanging(word: string): boolean {
  const own = inflections(word).filter(({ lemma }) => foldWord(lemma) === word)
  return own.length > 0 && own.every(({ tag }) => tag.startsWith('NOUN') && tag.includes('Fixd'))
}

function formTerms(read: ReadText): Term[] {
  const terms: Term[] = []
  for (let index = 0; index < read.tokens.length;) {
    const whole = [...read.wholes.values()].flat().find(({ first }) => first === index)
    if (whole) terms.push({ keys: [], whole: whole.lexeme })
    else {
      // The word itself too: whoever writes «банка» means the dictionary's word, though it is more often the bank's.
      const [all, own] = [keysOf(read.tokens[index]?.text ?? ''), read.folded(index)]
      // And only itself where it stands alone as the dictionary names it: «рис» is not «рис.», a drawing.
      const isNamed = read.tokens.length === 1 && all.includes(own) && !isUnchanging(own)
      const found = isNamed ? [own] : [...all, own]
      terms.push({ keys: [...new Set(found.flatMap((lemma) => [lemma, ...kinOf(lemma)]))] })
    }
    index += whole?.count ?? 1
  }
  return terms
}

function exactTerms(read: ReadText): Term[] {
  return read.tokens.map((_, index) => ({ keys: [read.folded(index)] }))
}

function findTerms(
  phrase: string,
  mode: PhraseMode,
  terms: readonly Term[],
  first: Term,
  read: ReadText,
): PhraseHit | null {
  let best: PhraseHit | null = null
  for (const at of startsOf(first, mode, read)) {
    const last = follow(terms, mode, at, read)
    const start = read.tokens[at]?.start ?? 0
    const end = read.tokens[last ?? 0]?.end ?? 0
    if (last === null || (best && best.start <= start) || !isWholeNumber(read, at, last)) continue
    best = { phrase, words: read.text.slice(start, end), start, end }
  }
  return best
}

/** The tokens with which the phrase may begin, in the order of the text for each key. */
function startsOf(term: Term, mode: PhraseMode, read: ReadText): number[] {
  if (term.whole !== undefined) return (read.wholes.get(term.whole) ?? []).map(({ first }) => first)
  return placesOf(term, mode)
    .flatMap((key) => read.places.get(key) ?? [])
    .filter((index) => mode !== 'exact' || term.keys.includes(read.folded(index)))
}

/** As written is one of the places of the word's lemma: only those need be compared. */
function placesOf({ keys }: Term, mode: PhraseMode): readonly string[] {
  return mode === 'exact' ? keys.flatMap(keysOf) : keys
}

/** The last token of the phrase when it stands at the token, or null. */
function follow(terms: readonly Term[], mode: PhraseMode, at: number, read: ReadText): number | null {
  let last = lengthAt(terms[0], mode, at, read) + at - 1
  for (const term of terms.slice(1)) {
    let next = last + 1
    for (let small = 0; ; small++, next++) {
      if (next >= read.tokens.length || read.isApart(next)) return null
      const length = lengthAt(term, mode, next, read)
      if (length > 0) {
        last = next + length - 1
        break
      }
      if (mode === 'exact' || small >= MOST_SMALL_WORDS || !isSmallWord(read.folded(next))) return null
    }
  }
  return last
}

/** How many tokens the term takes up at this one; 0 when it does not stand there. */
function lengthAt(term: Term | undefined, mode: PhraseMode, at: number, read: ReadText): number {
  if (!term) return 0
  if (term.whole !== undefined) {
    return read.wholes.get(term.whole)?.find(({ first }) => first === at)?.count ?? 0
  }
  const keys = mode === 'exact' ? [read.folded(at)] : read.keys[at]
  return keys?.some((key) => term.keys.includes(key)) ? 1 : 0
}

/** A number is found whole: 12 is not in 12,5 nor 44 in A12/44; a code's number is, for people quote it so. */
function isWholeNumber(read: ReadText, first: number, last: number): boolean {
  const { text, tokens } = read
  const [from, to] = [tokens[first], tokens[last]]
  if (!from || !to) return false
  const isGluedBefore =
    DIGIT.test(text[from.start] ?? '') &&
    /\p{N}[.,:/]$/u.test(text.slice(Math.max(0, from.start - 2), from.start))
  const isGluedAfter =
    DIGIT.test(text[to.end - 1] ?? '') && /^[.,:/]\p{N}/u.test(text.slice(to.end, to.end + 3))
  return !isGluedBefore && !isGluedAfter
}
