import { createRequire } from 'node:module'
import { irregular } from './irregular.ts'
import { foldYo, type Inflection, loadRussian, type NamePart, type RussianDictionary } from './russian.ts'

/**
 * Function words: they stand in every letter and tell tickets apart in none. They keep their positions, so a phrase with
 * one inside still needs its place filled. «не» and «not» are not here: «не работает» means something.
 */
const STOP_WORDS = new Set(
  (
    'и в во на с со к ко по о об обо у за из изо от ото до для же ли бы б ж а но да или что чтобы как то это так ' +
    'a an the of to in on at for and or is are be was were with by as it this that from i ii'
  ).split(' '),
)

/** Words longer than this are encoded data, not language. */
const LONGEST_WORD = 64
const RUSSIAN = /^[а-яё]+$/
const LATIN = /^(?:[a-z\u00c0-\u024f]|\p{Mn})+$/u

interface Stemmer {
  stem(word: string): string
}
interface Dictionaries {
  russian: RussianDictionary
  russianStem: Stemmer
  englishStem: Stemmer
}

let dictionaries: Dictionaries | undefined

/** Loads the dictionaries, once, in some 30 ms. */
function loadLanguage(): Dictionaries {
  if (!dictionaries) {
    const { newStemmer } = createRequire(import.meta.url)('snowball-stemmers') as {
      newStemmer: (name: string) => Stemmer
    }
    dictionaries = {
      russian: loadRussian(),
      russianStem: newStemmer('russian'),
      englishStem: newStemmer('english'),
    }
  }
  return dictionaries
}

/** What a Russian word in the nominative may be in a person's name: Иван, Петрович, Сидоров. */
export function nameParts(word: string): NamePart[] {
  const folded = foldYo(word.toLowerCase())
  return RUSSIAN.test(folded) && folded.length <= LONGEST_WORD ? loadLanguage().russian.nameParts(folded) : []
}

/** The Russian dictionary's words that have this form, with all their forms; for examples, not for comparing. */
export function inflections(word: string): Inflection[] {
  const folded = foldYo(word.toLowerCase())
  if (!RUSSIAN.test(folded) || folded.length > LONGEST_WORD) return []
  const likely = lemmas(word)
  const all = loadLanguage().russian.inflections(folded)
  return all.filter(({ lemma }) => likely.includes(foldYo(lemma)) || foldYo(lemma) === folded)
}

// Two generations instead of a true LRU: a hit costs one look-up and moves nothing, and the words of the last
// `cachedWords` misses are always there.
let cachedWords = 30_000
let young = new Map<string, readonly string[]>()
let old = new Map<string, readonly string[]>()

/** Keeps this many words at hand, for a process that reads more at once than a desk ever does. */
export function rememberWords(count: number): void {
  cachedWords = count
}

/**
 * The lemmas under which a word is written to the index and looked up in it: several when its form is ambiguous
 * («стали»: стать, сталь), none for a function word. Case, Ё, diacritics of Latin letters and apostrophes are folded.
 */
export function lemmas(word: string): readonly string[] {
  const cached = young.get(word)
  if (cached) return cached
  if (young.size >= cachedWords) {
    old = young
    young = new Map()
  }
  const known = old.get(word)
  const key = detached(word)
  const found = known ?? analyse(key)
  young.set(key, found)
  return found
}

/** A word without what never distinguishes one from another: case, Ё, apostrophes, accents on Latin letters. */
export function foldWord(word: string): string {
  const lower = foldYo(word.normalize('NFC').toLowerCase())
    .replace(/['’ʼ]s$/, '')
    .replace(/['’ʼ]/g, '')
  return LATIN.test(lower) ? lower.normalize('NFD').replace(/\p{Mn}/gu, '') : lower
}

/** A long part of a string keeps the whole string in memory; a key of the cache must not hold on to a letter. */
function detached(word: string): string {
  return word.length < 13 ? word : Buffer.from(word, 'utf16le').toString('utf16le')
}

function analyse(raw: string): readonly string[] {
  const word = foldWord(raw)
  if (word === '' || word.length > LONGEST_WORD || STOP_WORDS.has(word)) return []
  const { russian, russianStem, englishStem } = loadLanguage()
  if (RUSSIAN.test(word)) {
    const known = russian.lemmas(word)
    // A name or a new word: its stem is the same in every form more often than any guess at its lemma.
    return known.length > 0 ? known : [russianStem.stem(word) || word]
  }
  if (LATIN.test(word)) return [englishStem.stem(irregular.get(word) ?? word) || word]
  return [word]
}

const BEGINNING = 2

/** The first letters of a folded word, by which most words can be told apart without looking them up. */
export function beginningOf(folded: string): string {
  return folded.slice(0, BEGINNING)
}

let irregularForms: Map<string, string[]> | undefined

/** The irregular forms by the lemma they belong to: stemmed once, for every text that is highlighted asks for them. */
function irregularFormsOf(lemma: string): string[] {
  if (!irregularForms) {
    irregularForms = new Map()
    const { englishStem } = loadLanguage()
    for (const [form, word] of irregular) {
      const stem = englishStem.stem(word)
      irregularForms.set(stem, [...(irregularForms.get(stem) ?? []), form])
    }
  }
  return irregularForms.get(lemma) ?? []
}

/** The irregular English forms of a word's lemma, as a person writes them. */
export function irregularFormsLike(word: string): string[] {
  return lemmas(word).flatMap(irregularFormsOf)
}

/** How the forms of a lemma may begin, suppletive ones too: «человек» че, лю; «go» go, we. */
export function beginnings(lemma: string): string[] {
  const forms = RUSSIAN.test(lemma) ? loadLanguage().russian.forms(lemma) : irregularFormsOf(lemma)
  return [...new Set([lemma, ...forms].map(beginningOf))]
}
