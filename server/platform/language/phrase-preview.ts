import { exampleForms } from './example-forms.ts'
import { nearWords } from './near-words.ts'
import { compilePhrase, type PhraseMode } from './phrases.ts'
import { readText } from './read-text.ts'
import { tokenize } from './tokens.ts'

/** What a phrase will find and what it will not, in examples: true words, each tried on the phrase itself. */
export interface PhrasePreview {
  readonly finds: readonly string[]
  readonly misses: readonly string[]
}

const MOST_FINDS = 5
const MOST_MISSES = 2

/** Examples for the hint below a condition. Patterns have none. Throws a PatternError for one that cannot be used. */
export function previewPhrase(text: string, mode: PhraseMode): PhrasePreview {
  const phrase = compilePhrase(text, mode)
  if (mode === 'pattern') return { finds: [], misses: [] }
  const isFound = (example: string): boolean => phrase.find(readText(example)) !== null
  const written = text.trim().toLowerCase()
  const words = tokenize(text).map((token) => token.text)
  const examples = exampleForms(words)
  const others = distinct(examples, written)
  const finds = mode === 'forms' ? others.filter(isFound) : []
  const numbers = /\d$/.test(text.trim()) ? [`${text.trim()}0`] : []
  const strangers = [...(mode === 'forms' ? [] : others), ...nearWords(words), ...numbers]
  return {
    finds: finds.slice(0, MOST_FINDS),
    misses: distinct(strangers, written)
      .filter((example) => !isFound(example))
      .slice(0, MOST_MISSES),
  }
}

function distinct(examples: readonly string[], except: string): string[] {
  return [...new Set(examples)].filter((example) => example.toLowerCase() !== except)
}
