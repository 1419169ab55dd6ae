import { Fragment } from 'react'
import { textParts } from './text-links.ts'

/** Plain text as it was typed, with its addresses made into links. */
export function PlainText({ text }: { text: string }) {
  return (
    <div className="mt-0.5 text-lg break-words whitespace-pre-wrap">
      {textParts(text).map((part, index) =>
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
