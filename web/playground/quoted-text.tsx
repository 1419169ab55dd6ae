import type { ReactNode } from 'react'

interface Part {
  readonly isQuote: boolean
  readonly lines: string[]
}

/** Lines that begin with ">" together, and the lines between them. */
function partsOf(text: string): Part[] {
  const parts: Part[] = []
  for (const line of text.trimEnd().split('\n')) {
    const isQuote = line.startsWith('>')
    const last = parts.at(-1)
    const words = isQuote ? line.replace(/^> ?/, '') : line
    if (last?.isQuote === isQuote) last.lines.push(words)
    else parts.push({ isQuote, lines: [words] })
  }
  return parts
}

/** A plain letter; what is quoted behind ">" stands back, quotes of quotes twice. */
export function QuotedText({ text }: { text: string }): ReactNode {
  return partsOf(text).map(({ isQuote, lines }, index) =>
    isQuote ? (
      <blockquote key={index} className="border-l-2 border-line pl-3 text-ink-3">
        <QuotedText text={lines.join('\n')} />
      </blockquote>
    ) : (
      <p key={index} className="text-lg break-words whitespace-pre-wrap">
        {lines.join('\n')}
      </p>
    ),
  )
}
