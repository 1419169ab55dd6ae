import { documentVectors } from '#server/platform/language.ts'

export interface Indexed {
  title: string
  summary: string
  tags: readonly string[]
  headings: readonly string[]
  text: string
}

/** Published words for readers: a title says more than a heading, and that more than the text. */
export function readersVector({ title, summary, tags, headings, text }: Indexed): string {
  return oneVector([
    { weight: 'A', text: title },
    { weight: 'B', text: tags.join(' | ') },
    { weight: 'B', text: headings.join(' | ') },
    { weight: 'C', text: summary },
    { weight: 'D', text },
  ])
}

/** What is being written, for the desk. */
export function draftVector(title: string, text: string): string {
  return oneVector([
    { weight: 'A', text: title },
    { weight: 'D', text },
  ])
}

/** Of an endless article the beginning is found: one row an article and language. */
function oneVector(parts: Parameters<typeof documentVectors>[0]): string {
  return documentVectors(parts)[0] ?? ''
}
