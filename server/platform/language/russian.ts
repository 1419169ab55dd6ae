import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type Automaton, readAutomaton } from './automaton.ts'

/** Prefixes that a paradigm may add before the stem: по-лучше, наи-лучший (`paradigm_prefixes` in meta.json). */
const PARADIGM_PREFIXES = ['', 'по', 'наи']
/** The byte between a word and its payload. */
const SEPARATOR = 1
/** A reading rarer than this share of a word's uses in the corpus only adds noise: «уже» is not «узкий». */
const RARE = 0.15
const MOST_READINGS = 4
/** Pronouns, numerals, prepositions and the like: where the corpus is silent they win («мой» is not «мыть»). */
const CLOSED_CLASS = /^(?:NPRO|NUMR|PREP|CONJ|PRCL)|Apro/

interface Reading {
  /** With its Ё: what was typed with Е may be another word, «берет» and «берёт». */
  spelt: string
  lemma: string
  weight: number
}

/** What a word is in a person's name; null for a gender it does not tell. */
export interface NamePart {
  kind: 'first' | 'patronymic' | 'last'
  gender: 'male' | 'female' | null
}

/** One word of the dictionary as a form of it was met: its lemma and all its forms, with Ё, tagged as OpenCorpora does. */
export interface Inflection {
  lemma: string
  /** `NOUN,inan,masc sing,gent`. */
  tag: string
  forms: { text: string; tag: string }[]
}

export interface RussianDictionary {
  /** Lemmas of a lower-case word, likeliest first; [] for a word the dictionary does not have. */
  lemmas(this: void, word: string): string[]
  /** Every form of a lemma; [] for one it does not have. */
  forms(this: void, lemma: string): string[]
  /** The dictionary's words that have such a form. */
  inflections(this: void, word: string): Inflection[]
  /** What a lower-case word in the nominative may be in a person's name; [] for one the dictionary has not as a name. */
  nameParts(this: void, word: string): NamePart[]
}

/**
 * Loads the OpenCorpora dictionary that the `az` package carries (pymorphy2's compiled format). Only the package's data
 * are read, into typed arrays: its own code builds tens of thousands of tag objects that search has no use for (70 MB
 * instead of 10) and loads asynchronously.
 */
export function loadRussian(): RussianDictionary {
  const directory = path.join(
    path.dirname(createRequire(import.meta.url).resolve('az/package.json')),
    'dicts',
  )
  const strings = (name: string): string[] =>
    JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as string[]
  const words = readAutomaton(path.join(directory, 'words.dawg'))
  const probabilities = readAutomaton(path.join(directory, 'p_t_given_w.intdawg'))
  const suffixes = strings('suffixes.json')
  const tags = strings('gramtab-opencorpora-int.json')
  const paradigms = readParadigms(path.join(directory, 'paradigms.array'))

  /** A paradigm lists the suffix, the tag and the prefix of every form; its form 0 is the lemma. */
  const around = (paradigm: Uint16Array, form: number): [prefix: string, suffix: string] => [
    PARADIGM_PREFIXES[paradigm[(2 * paradigm.length) / 3 + form] ?? 0] ?? '',
    suffixes[paradigm[form] ?? 0] ?? '',
  ]
  const stemOf = (word: string, paradigm: Uint16Array, form: number): string => {
    const [prefix, suffix] = around(paradigm, form)
    return word.slice(prefix.length, word.length - suffix.length)
  }
  const formOf = (stem: string, paradigm: Uint16Array, form: number): string =>
    around(paradigm, form).join(stem)
  /** How often this form is used in this sense, by the annotated corpus; 0 when the corpus does not say. */
  const shareOf = (word: string, paradigm: Uint16Array, form: number): number => {
    const tag = tags[paradigm[paradigm.length / 3 + form] ?? 0] ?? ''
    const state = probabilities.follow(`${word}:${tag}`, 0)
    const share = state < 0 ? 0 : Math.max(0, probabilities.value(state)) / 1e6
    return share === 0 && CLOSED_CLASS.test(tag) ? 1e-6 : share
  }

  /** Every place of the dictionary where the word stands. */
  const places = (word: string) =>
    spellings(words, word).flatMap(([spelt, state]) =>
      words.payloads(state, 4).flatMap((payload) => {
        const paradigm = paradigms[number(payload, 0)]
        return paradigm ? [{ spelt, paradigm, form: number(payload, 2) }] : []
      }),
    )

  return {
    nameParts: (word) =>
      places(word).flatMap(({ paradigm, form }) =>
        namePart(tags[paradigm[paradigm.length / 3 + form] ?? 0] ?? ''),
      ),
    lemmas: (word) =>
      likeliest(
        places(word).map(({ spelt, paradigm, form }) => ({
          spelt,
          lemma: foldYo(formOf(stemOf(spelt, paradigm, form), paradigm, 0)),
          weight: shareOf(spelt, paradigm, form),
        })),
      ),
    inflections: (word) =>
      places(word).map(({ spelt, paradigm, form }) => {
        const stem = stemOf(spelt, paradigm, form)
        const forms = Array.from({ length: paradigm.length / 3 }, (_, at) => ({
          text: formOf(stem, paradigm, at),
          tag: tags[paradigm[paradigm.length / 3 + at] ?? 0] ?? '',
        }))
        return { lemma: forms[0]?.text ?? spelt, tag: forms[form]?.tag ?? '', forms }
      }),
    forms: (lemma) =>
      places(lemma)
        .filter(({ form }) => form === 0)
        .flatMap(({ spelt, paradigm }) => {
          const stem = stemOf(spelt, paradigm, 0)
          return Array.from({ length: paradigm.length / 3 }, (_, form) =>
            foldYo(formOf(stem, paradigm, form)),
          )
        }),
  }
}

/** A tag as the dictionary writes it: `NOUN,anim,masc,Patr sing,nomn`. A surname is kept in the plural when it never changes. */
function namePart(tag: string): NamePart[] {
  const mark = /\b(Name|Patr|Surn)\b/.exec(tag)?.[1]
  if (mark === undefined || !tag.includes('nomn') || !(tag.includes('sing') || tag.includes('Fixd')))
    return []
  const kind = mark === 'Name' ? 'first' : mark === 'Patr' ? 'patronymic' : 'last'
  return [{ kind, gender: tag.includes('masc') ? 'male' : tag.includes('femn') ? 'female' : null }]
}

/** Most people write Е for Ё: one spelling everywhere. */
export function foldYo(word: string): string {
  return word.replaceAll('ё', 'е')
}

/** A number of a payload: the dictionary spreads it over two bytes so that neither is zero. */
function number(payload: number[], at: number): number {
  return (((payload[at] ?? 0) ^ 1) << 6) + ((payload[at + 1] ?? 0) >> 1)
}

/** The ways the automaton spells a word when any Е may stand for Ё, with the state in which the payloads begin. */
function spellings(automaton: Automaton, word: string): [string, number][] {
  let paths: [string, number][] = [['', 0]]
  for (const letter of word) {
    const next: [string, number][] = []
    for (const [spelt, state] of paths) {
      for (const candidate of letter === 'е' ? ['е', 'ё'] : [letter]) {
        const reached = automaton.follow(candidate, state)
        if (reached >= 0) next.push([spelt + candidate, reached])
      }
    }
    if (next.length === 0) return next
    paths = next
  }
  return paths
    .map(([spelt, state]): [string, number] => [spelt, automaton.step(SEPARATOR, state)])
    .filter(([, state]) => state >= 0)
}

/**
 * Distinct lemmas by falling weight, without the rare ones; all of them when the corpus does not know the word. The
 * corpus weighs only readings of one spelling against each other, so every spelling counts as much as another.
 */
function likeliest(readings: Reading[]): string[] {
  const weights = new Map<string, number>()
  const spellings = Map.groupBy(readings, ({ spelt }) => spelt)
  for (const alike of spellings.values()) {
    const total = alike.reduce((sum, { weight }) => sum + weight, 0)
    for (const { lemma, weight } of alike) {
      const share = total === 0 ? 1 / alike.length : weight / total
      weights.set(lemma, (weights.get(lemma) ?? 0) + share)
    }
  }
  const isSilent = readings.every(({ weight }) => weight === 0)
  return [...weights]
    .filter(([, weight]) => isSilent || weight >= spellings.size * RARE)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MOST_READINGS)
    .map(([lemma]) => lemma)
}

function readParadigms(file: string): Uint16Array[] {
  const bytes = readFileSync(file)
  const numbers = new Uint16Array(bytes.length >> 1)
  new Uint8Array(numbers.buffer).set(bytes.subarray(0, numbers.length * 2))
  const paradigms: Uint16Array[] = []
  let at = 1
  for (let n = numbers[0] ?? 0; n > 0; n--) {
    const size = numbers[at] ?? 0
    paradigms.push(numbers.subarray(at + 1, at + 1 + size))
    at += size + 1
  }
  return paradigms
}
