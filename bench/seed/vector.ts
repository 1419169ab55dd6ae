import { lemmas, tokenize } from '#server/platform/language.ts'
import { quoteLexeme, type Weight } from '#server/platform/language/document.ts'
import { compounds } from '#server/platform/language/tokens.ts'
import type { Text } from '../text/letter.ts'

export interface WeighedText {
  weight: Weight
  text: Text
}

/**
 * What `documentVectors` makes of the same texts, without reading them again: the lemmas of a word of the vocabulary are
 * known. A test holds the two together. For texts that fit one vector.
 */
export function vectorOf(parts: readonly WeighedText[]): string {
  const places = new Map<string, string>()
  const add = (lexeme: string, position: number, weight: Weight): void => {
    const before = places.get(lexeme)
    const place = weight === 'D' ? `${position}` : `${position}${weight}`
    places.set(lexeme, before === undefined ? place : `${before},${place}`)
  }
  let position = 2
  for (const { weight, text } of parts) {
    for (const piece of text.pieces) {
      if (typeof piece === 'string') position = addStretch(piece, position, weight, add)
      else {
        for (const lemma of piece.lemmas) add(lemma, position, weight)
        position++
      }
    }
    position++
  }
  let vector = ''
  for (const [lexeme, at] of places) vector += `${quoteLexeme(lexeme)}:${at} `
  return vector.trimEnd()
}

type Add = (lexeme: string, position: number, weight: Weight) => void

function addStretch(stretch: string, position: number, weight: Weight, add: Add): number {
  const tokens = tokenize(stretch)
  const wholes = new Map(compounds(stretch, tokens).map((compound) => [compound.first, compound.lexeme]))
  for (const [index, token] of tokens.entries()) {
    for (const lemma of lemmas(token.text)) add(lemma, position + index, weight)
    const whole = wholes.get(index)
    if (whole !== undefined) add(whole, position + index, weight)
  }
  return position + tokens.length
}
