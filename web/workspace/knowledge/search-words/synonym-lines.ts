/** A group as it is typed: `письмо, мейл, email`. */
export interface SynonymLine {
  readonly key: string
  readonly text: string
}

export type SynonymProblem = 'tooFew' | 'tooMany' | 'wordLength'

const [shortest, longest, mostWords] = [2, 60, 20]

export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map((word) => word.trim().replace(/\s+/g, ' ').toLowerCase())
        .filter((word) => word !== ''),
    ),
  ]
}

/** What is wrong with a line; an empty one is none at all. */
export function problemOf(text: string): SynonymProblem | null {
  const words = wordsOf(text)
  if (words.length === 0) return null
  if (words.some((word) => word.length < shortest || word.length > longest)) return 'wordLength'
  if (words.length < 2) return 'tooFew'
  return words.length > mostWords ? 'tooMany' : null
}

/** The groups of the lines that say something. */
export function groupsOf(lines: readonly SynonymLine[]): string[][] {
  return lines.map(({ text }) => wordsOf(text)).filter((words) => words.length > 0)
}
