import { Fragment } from 'react'

const link = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g

/** Plain text as it was typed, with its addresses made into links. */
export function PlainText({ text }: { text: string }) {
  const parts: (string | { href: string; text: string })[] = []
  let from = 0
  for (const match of text.matchAll(link)) {
    parts.push(text.slice(from, match.index), { href: match[1] ?? `mailto:${match[0]}`, text: match[0] })
    from = match.index + match[0].length
  }
  parts.push(text.slice(from))
  return (
    <div className="mt-0.5 text-lg break-words whitespace-pre-wrap">
      {parts.map((part, index) =>
        typeof part === 'string' ? (
          // Positions of one text never move.
          <Fragment key={index}>{part}</Fragment>
        ) : (
          <a
            key={index}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent hover:underline"
          >
            {part.text}
          </a>
        ),
      )}
    </div>
  )
}
