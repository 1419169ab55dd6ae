import { beginningOf, beginnings, foldWord, lemmas } from './lemmas.ts'
import type { Clause, Query, Term } from './query.ts'
import { compounds, type Token, tokenize } from './tokens.ts'

/** Start and end in UTF-16 units, as `String.slice` takes them. */
export type Range = readonly [start: number, end: number]

const PLAIN_START = /^[a-zа-я]{2}(?![\p{M}'’ʼ])/iu

/**
 * The places of a text that a query finds, by comparing lemmas as the index does: in order, without overlaps.
 * A phrase is marked only where its words stand in a row.
 */
export function highlight(text: string, query: Query): Range[] {
  const tokens = tokenize(text)
  const ranges: Range[] = []
  const wholes = new Set(query.clauses.map(({ whole }) => whole))
  if (query.clauses.some(({ whole }) => whole !== undefined)) {
    for (const { lexeme, first, count } of compounds(text, tokens)) {
      const [from, to] = [tokens[first], tokens[first + count - 1]]
      if (wholes.has(lexeme) && from && to) ranges.push([from.start, to.end])
    }
  }
  const starts = tokens.map(({ text }) => startOf(text))
  const last = query.clauses.at(-1)
  for (const clause of query.clauses) {
    const typing = clause === last ? query.typing : undefined
    const first = beginningsOf(clause)
    const typed = typing === undefined ? undefined : beginningOf(typing)
    for (let index = 0; index < tokens.length; index++) {
      // Comparing lemmas takes a look-up; nearly every word is out of question by its first letters.
      const start = starts[index] ?? ''
      if (!first.has(start) && start !== typed) continue
      const end = matchAt(tokens, index, clause, typing)
      const from = tokens[index]?.start
      if (end !== undefined && from !== undefined) ranges.push([from, end])
    }
  }
  return merge(ranges)
}

/** Twenty texts are looked through for one query. */
const known = new WeakMap<Clause, ReadonlySet<string>>()

/** How a place that the clause finds may begin. */
function beginningsOf(clause: Clause): ReadonlySet<string> {
  const all = known.get(clause) ?? new Set(clause.terms[0]?.lemmas.flatMap(beginnings))
  known.set(clause, all)
  return all
}

/** `beginningOf` a word as written; most need no folding but of case. */
function startOf(text: string): string {
  // Nearly every word begins so: no pattern is needed to see it.
  if (isSmall(text.charCodeAt(0)) && isSmall(text.charCodeAt(1)) && isSmall(text.charCodeAt(2)))
    return beginningOf(text)
  return PLAIN_START.test(text) ? beginningOf(text).toLowerCase() : beginningOf(foldWord(text))
}

/** A small letter of either alphabet that is written in no other way; ё is. */
function isSmall(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x430 && code <= 0x44f)
}

/** Where the clause ends if it begins at the token. */
function matchAt(
  tokens: readonly Token[],
  index: number,
  clause: Clause,
  typing?: string,
): number | undefined {
  let at = index
  let end: number | undefined
  for (const [n, term] of clause.terms.entries()) {
    if (n > 0) at += term.distance
    const token = tokens[at]
    if (!token || !fits(token.text, term, typing)) return undefined
    end = token.end
  }
  return end
}

function fits(text: string, term: Term, typing: string | undefined): boolean {
  if (typing !== undefined && foldWord(text).startsWith(typing)) return true
  return lemmas(text).some((lemma) => term.lemmas.includes(lemma))
}

function merge(ranges: Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const previous = merged.at(-1)
    if (previous && range[0] < previous[1])
      merged[merged.length - 1] = [previous[0], Math.max(previous[1], range[1])]
    else merged.push(range)
  }
  return merged
}
