import { lemmas } from './lemmas.ts'
import { compounds, tokenize } from './tokens.ts'

/** PostgreSQL's label for where in a document a word stands: A its title, B whom it concerns, D the text. */
export type Weight = 'A' | 'B' | 'C' | 'D'
export interface TextPart {
  readonly weight: Weight
  readonly text: string
}

/** PostgreSQL keeps 14 bits of a position, and at most 255 positions of one lexeme. */
const LAST_POSITION = 16_383
const MOST_POSITIONS = 255
/** Where one vector ends and the next begins: far below PostgreSQL's 1 MB, small enough to be rewritten quickly. */
const VECTOR_LEXEMES = 2000
/** Beyond this much text nobody wrote it by hand: a log, a dump. Its beginning is found, the rest is only kept. */
const LONGEST_TEXT = 400_000

interface Entry {
  places: string
  count: number
}

/**
 * Writes texts as `tsvector` literals: lemmas with positions and weights, ready for a cast without any dictionary of
 * PostgreSQL's. Nearly always one; a very long text gives several, each to be stored as a row of its own.
 */
export function documentVectors(parts: readonly TextPart[]): string[] {
  const vectors: string[] = []
  let entries = new Map<string, Entry>()
  // From 2 on, so that no phrase runs over the seam where PostgreSQL joins two vectors end to end.
  let base = 2
  let room = LONGEST_TEXT
  const flush = (): void => {
    if (entries.size > 0) vectors.push(write(entries))
    entries = new Map()
  }
  const add = (lexeme: string, position: number, weight: Weight): void => {
    const entry = entries.get(lexeme)
    const place = weight === 'D' ? String(position) : `${position}${weight}`
    if (!entry) entries.set(lexeme, { places: place, count: 1 })
    else if (entry.count < MOST_POSITIONS) {
      entry.places += `,${place}`
      entry.count++
    }
  }
  for (const { weight, text } of parts) {
    const part = text.slice(0, room)
    room -= part.length
    const tokens = tokenize(part)
    const wholes = new Map(compounds(part, tokens).map((compound) => [compound.first, compound]))
    for (const [index, token] of tokens.entries()) {
      if (base + index > LAST_POSITION || entries.size >= VECTOR_LEXEMES) {
        flush()
        base = 2 - index
      }
      for (const lemma of lemmas(token.text)) add(lemma, base + index, weight)
      const whole = wholes.get(index)
      if (whole) add(whole.lexeme, base + index, weight)
    }
    base += tokens.length + 1
  }
  flush()
  return vectors
}

function write(entries: ReadonlyMap<string, Entry>): string {
  let vector = ''
  for (const [lexeme, { places }] of entries) vector += `${quoteLexeme(lexeme)}:${places} `
  return vector.trimEnd()
}

/** A lexeme as `tsvector` and `tsquery` literals spell it. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/g, '$&$&')}'`
}
