/**
 * Language: the one place that knows words. Text becomes lemmas (dictionary forms) in Russian and English, so that search,
 * rules and the prompter find «вернули» by «вернуть»; PostgreSQL is handed finished vectors and queries in its `simple`
 * spelling. Synchronous; the dictionaries load with the first word (30 ms).
 * Why so: docs/decisions/russian-words.md.
 */
export { documentVectors, type TextPart, type Weight } from './language/document.ts'
export { cutExcerpt, type Excerpt } from './language/excerpt.ts'
export { highlight, type Range } from './language/highlight.ts'
export { lemmas, nameParts, rememberWords } from './language/lemmas.ts'
export { openPattern, type Pattern } from './language/pattern.ts'
export { PatternError } from './language/pattern-syntax.ts'
export { type PhrasePreview, previewPhrase } from './language/phrase-preview.ts'
export {
  compilePhrase,
  isEmptyPhrase,
  type Phrase,
  type PhraseHit,
  type PhraseMode,
} from './language/phrases.ts'
export { type Clause, extendTyping, parseQuery, type Query, queryText } from './language/query.ts'
export type { NamePart } from './language/russian.ts'
export { type ReadText, readText } from './language/read-text.ts'
export { tokenize } from './language/tokens.ts'
