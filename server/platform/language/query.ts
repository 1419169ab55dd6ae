import { quoteLexeme } from './document.ts'
import { foldWord, lemmas } from './lemmas.ts'
import { compounds, type Token, tokenize } from './tokens.ts'

/** One word of a query. */
export interface Term {
  /** The word as typed, folded. */
  readonly word: string
  /** Any of these will do. */
  readonly lemmas: readonly string[]
  /** Words from the term before it in the clause: 1 is "next to". */
  readonly distance: number
}
/** What must be found: a word, words in a row, or a compound written as one lexeme. */
export interface Clause {
  readonly terms: readonly Term[]
  readonly whole?: string
}
export interface Query {
  /** All must be found in one document. */
  readonly clauses: readonly Clause[]
  /** The last word, folded, when the typist may not have finished it. */
  readonly typing?: string
}

const LONGEST_QUERY = 300
const MOST_CLAUSES = 12
/** Shorter beginnings fit half the dictionary. */
const SHORTEST_PREFIX = 3
const QUOTED = /["“”„]([^"“”„]+)["“”„]?|«([^»]+)»?/g

/** Reads what an agent typed: words, "a phrase" («кавычки» too), addresses, codes, telephone numbers. */
export function parseQuery(input: string): Query {
  const text = input.normalize('NFC').slice(0, LONGEST_QUERY)
  const clauses: Clause[] = []
  let at = 0
  for (const match of text.matchAll(QUOTED)) {
    clauses.push(...looseClauses(text.slice(at, match.index)))
    clauses.push(asClause(tokenize(match[1] ?? match[2] ?? '')))
    at = match.index + match[0].length
  }
  const tail = text.slice(at)
  clauses.push(...looseClauses(tail))
  const wanted = clauses
    .filter((clause) => clause.terms.length > 0 || clause.whole !== undefined)
    .slice(0, MOST_CLAUSES)
  const last = /[\p{L}\p{N}]$/u.test(tail) ? wanted.at(-1) : undefined
  const word = last?.terms.length === 1 && last.whole === undefined ? (last.terms[0]?.word ?? '') : ''
  return { clauses: wanted, ...(word.length >= SHORTEST_PREFIX && { typing: word }) }
}

/** Unquoted text: every stretch between spaces is a clause; what was written together is looked for together. */
function looseClauses(text: string): Clause[] {
  const tokens = tokenize(text)
  const wholes = new Map(compounds(text, tokens).map((compound) => [compound.first, compound]))
  const clauses: Clause[] = []
  for (let first = 0; first < tokens.length;) {
    const whole = wholes.get(first)
    let count = whole?.count ?? 1
    if (!whole) {
      while (
        first + count < tokens.length &&
        isJoined(text, tokens, first + count) &&
        !wholes.has(first + count)
      )
        count++
    }
    const clause = asClause(tokens.slice(first, first + count))
    clauses.push(whole ? { terms: whole.kind === 'code' ? clause.terms : [], whole: whole.lexeme } : clause)
    first += count
  }
  return clauses
}

function isJoined(text: string, tokens: readonly Token[], index: number): boolean {
  return !/\s/.test(text.slice(tokens[index - 1]?.end, tokens[index]?.start))
}

function asClause(tokens: readonly Token[]): Clause {
  const terms: Term[] = []
  let previous: number | undefined
  for (const { text, position } of tokens) {
    const found = lemmas(text)
    if (found.length === 0) continue
    terms.push({
      word: foldWord(text),
      lemmas: found,
      distance: previous === undefined ? 1 : position - previous,
    })
    previous = position
  }
  return { terms }
}

/** Lets the word that is being typed stand for others that begin so. */
export function extendTyping(query: Query, words: readonly string[]): Query {
  const clauses = query.clauses.map((clause, index) => {
    const term = clause.terms[0]
    if (query.typing === undefined || index !== query.clauses.length - 1 || !term) return clause
    return { terms: [{ ...term, lemmas: [...new Set([...term.lemmas, ...words])] }] }
  })
  return { ...query, clauses }
}

/** The query as a `tsquery` literal; '' when there is nothing to look for. */
export function queryText(query: Query): string {
  return query.clauses.map(clauseText).join(' & ')
}

function clauseText({ terms, whole }: Clause): string {
  let chain = ''
  for (const term of terms) {
    const words = term.lemmas.map(quoteLexeme).join('|')
    chain += `${chain === '' ? '' : ` <${term.distance}> `}(${words})`
  }
  if (whole === undefined) return `(${chain})`
  return chain === '' ? quoteLexeme(whole) : `(${quoteLexeme(whole)} | (${chain}))`
}
