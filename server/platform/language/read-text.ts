import { distinctLemma } from './distinct.ts'
import { irregular } from './irregular.ts'
import { foldWord, lemmas } from './lemmas.ts'
import { tellOrdinals } from './ordinals.ts'
import { type Compound, compounds, type Token, tokenize } from './tokens.ts'

/** A text made ready for phrases: read once, asked as often as there are rules. */
export interface ReadText {
  readonly text: string
  readonly tokens: readonly Token[]
  /** The lemmas each token may have. */
  readonly keys: readonly (readonly string[])[]
  /** Where a word stands, by every lemma it may have: indexes of tokens, in order. */
  readonly places: ReadonlyMap<string, readonly number[]>
  /** The addresses and telephone numbers, by how they are written everywhere. */
  readonly wholes: ReadonlyMap<string, readonly Compound[]>
  /** The word as written but for case, Ё and accents. */
  folded(index: number): string
  /** Whether a sentence ends between this token and the one before it. */
  isApart(index: number): boolean
}

/** Nobody writes more by hand; what follows in a longer text is a log or a dump. */
const LONGEST_TEXT = 200_000
/** Words farther apart than this have a ruled line or a picture of signs between them. */
const LONGEST_GAP = 40
const SENTENCE_END = /[.!?…]\p{P}*\s+\p{P}*$/u
const PARAGRAPH_END = /\n[^\S\n]*\n/

/** Cuts a text into words and looks up their lemmas; some 3 µs for a word that was never seen, less for the others. */
export function readText(whole: string): ReadText {
  const text = whole.slice(0, LONGEST_TEXT)
  const tokens = tokenize(text)
  const places = new Map<string, number[]>()
  const keys = tokens.map((token) => keysOf(token.text))
  for (const [index, each] of keys.entries()) {
    for (const key of each) put(places, key, index)
  }
  const wholes = new Map<string, Compound[]>()
  for (const compound of compounds(text, tokens)) {
    if (compound.kind !== 'code') put(wholes, compound.lexeme, compound)
  }
  return {
    text,
    tokens,
    keys,
    places,
    wholes,
    folded: (index) => foldWord(tokens[index]?.text ?? ''),
    isApart: (index) => isApart(text, tokens[index - 1], tokens[index]),
  }
}

/**
 * A word's lemmas as search knows them, except where the English stemmer takes two words for one, or the dictionary an
 * ordinal for its number; a function word, which the index leaves out, stands for itself («was» for «be»).
 */
export function keysOf(word: string): readonly string[] {
  const found = tellOrdinals(word, lemmas(word))
  const only = found.length === 1 ? found[0] : undefined
  if (only !== undefined && !/^[a-z]/.test(only)) return found
  const folded = foldWord(word)
  const own = distinctLemma(folded)
  if (own !== undefined) return [own]
  return found.length > 0 ? found : [irregular.get(folded) ?? folded]
}

/**
 * A blank line, or the end of a sentence before a capital letter. A word of up to three letters before a full stop is
 * an abbreviation («ул. Ленина», «руб. Верните» too); lines break anywhere in letters and divide nothing.
 */
function isApart(text: string, before: Token | undefined, after: Token | undefined): boolean {
  if (!before || !after) return true
  const between = text.slice(before.end, after.start)
  if (between.length > LONGEST_GAP || PARAGRAPH_END.test(between)) return true
  if (!SENTENCE_END.test(between)) return false
  const isAbbreviation = between.startsWith('. ') && before.text.length <= 3
  return !isAbbreviation && /^\p{Lu}|^\p{N}/u.test(after.text)
}

function put<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
