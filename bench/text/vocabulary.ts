import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { lemmas } from '#server/platform/language.ts'
import { type Automaton, readAutomaton } from '#server/platform/language/automaton.ts'
import { type Random, randomFrom, weighted } from '../random.ts'

/** A form of a word with its lemmas, looked up once: a million tickets hold it a thousand times. */
export interface Word {
  readonly form: string
  readonly lemmas: readonly string[]
}

/** The words of one language, from the commonest to the rarest, drawn as often as real words are (Zipf's law). */
export interface Vocabulary {
  word(random: Random): Word
  /** Every word in all its forms, by its place in the order: the tail is where a search for a rare word looks. */
  readonly ranked: readonly (readonly Word[])[]
}

const RUSSIAN_GLUE = 'и в на с по к у о за из от до для же но да или что как то это так бы'.split(' ')
const ENGLISH_GLUE = 'the to a of and in is for on it with that this be as at by or was are an from'.split(
  ' ',
)
const TAIL_WORDS = 40_000

const directory = path.join(import.meta.dirname, '../words')
const list = (name: string): string[] =>
  readFileSync(path.join(directory, name), 'utf8').split(/\s+/).filter(Boolean)

export function russianVocabulary(): Vocabulary {
  const dictionary = path.join(
    path.dirname(createRequire(import.meta.url).resolve('az/package.json')),
    'dicts',
  )
  const random = randomFrom(1)
  const corpus = new Map<string, string[]>()
  for (const form of corpusForms(readAutomaton(path.join(dictionary, 'p_t_given_w.intdawg')))) {
    const lemma = lemmas(form)[0]
    if (lemma === undefined) continue
    const forms = corpus.get(lemma)
    if (forms) forms.push(form)
    else corpus.set(lemma, [form])
  }
  const desk = list('russian-desk.txt').map((word) => {
    const lemma = lemmas(word)[0] ?? word
    const forms = [...new Set([word, ...(corpus.get(lemma) ?? [])])]
    corpus.delete(lemma)
    return forms
  })
  const general = shuffle([...corpus.values()], random)
  const tail = walkWords(readAutomaton(path.join(dictionary, 'words.dawg')), random, TAIL_WORDS)
  return vocabulary([
    ...RUSSIAN_GLUE.map((word) => [word]),
    ...desk,
    ...general,
    ...tail.map((word) => [word]),
  ])
}

export function englishVocabulary(): Vocabulary {
  const random = randomFrom(2)
  const general = list('english.txt').map((word) => [word])
  const tail = Array.from({ length: TAIL_WORDS }, () => [brandName(random)])
  return vocabulary([
    ...ENGLISH_GLUE.map((word) => [word]),
    ...list('english-desk.txt').map((word) => [word]),
    ...general,
    ...tail,
  ])
}

/** A name as shops and goods have them. */
export function brandName(random: Random): string {
  let name = ''
  for (let n = 2 + random.below(2); n > 0; n--) {
    name += random.pick([
      'ba',
      'ke',
      'lo',
      'mi',
      'nu',
      'ra',
      'se',
      'to',
      'vi',
      'za',
      'pri',
      'sta',
      'gle',
      'dor',
      'fen',
    ])
  }
  return name + random.pick(['n', 'x', 'r', 'l', 'm', 'st', 'ka', 'do', 'rix', 'tec'])
}

function vocabulary(forms: string[][]): Vocabulary {
  const ranked = forms.map((group) => group.map((form) => ({ form, lemmas: lemmas(form) })))
  const draw = weighted(ranked.map((_, rank) => 1 / (rank + 2.7) ** 1.1))
  const nothing = [{ form: '', lemmas: [] }]
  return { ranked, word: (random) => random.pick(ranked[draw(random)] ?? nothing) }
}

function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[items[i], items[j]] = [items[j] as T, items[i] as T]
  }
  return items
}

const LETTERS = Array.from({ length: 32 }, (_, i) => ({
  letter: String.fromCharCode(0x430 + i),
  byte: 0xe0 + i,
}))

/** The word forms that the annotated corpus has met: what people really write. */
function corpusForms(automaton: Automaton): string[] {
  const forms: string[] = []
  const walk = (state: number, word: string): void => {
    if (word.length > 1 && automaton.step(':'.charCodeAt(0), state) >= 0) forms.push(word)
    for (const { letter, byte } of LETTERS) {
      const next = automaton.step(byte, state)
      if (next >= 0) walk(next, word + letter)
    }
  }
  walk(0, '')
  return forms
}

/** Distinct dictionary words met on random walks through the automaton: the long tail. */
function walkWords(automaton: Automaton, random: Random, count: number): string[] {
  const found = new Set<string>()
  while (found.size < count) {
    let [state, word] = [0, '']
    while (word.length < 16) {
      const next = LETTERS.map(({ letter, byte }) => ({ letter, state: automaton.step(byte, state) })).filter(
        (step) => step.state >= 0,
      )
      if (word.length > 4 && automaton.step(1, state) >= 0 && (next.length === 0 || random.chance(0.4))) {
        found.add(word)
        break
      }
      if (next.length === 0) break
      const step = random.pick(next)
      state = step.state
      word += step.letter
    }
  }
  return [...found]
}
