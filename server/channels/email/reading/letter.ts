/** One mailbox as a letter names it: `address` is lower-cased in its domain only, never null, may lack an `@`. */
export type LetterAddress = { name: string; address: string }

/** One header field: the name in lower case, the value unfolded and decoded to readable text. */
export type LetterHeader = { name: string; value: string }

export type LetterAttachment = {
  /** Safe to show and to store: no path, no control or bidi character, at most 255 bytes, unique in the letter. */
  name: string
  /** Lower case, no parameters: `image/png`. */
  mime: string
  content: Uint8Array
  /** Without angle brackets; null when the part has none. */
  contentId: string | null
  /** The HTML shows it by `cid:`; it belongs in the text and not in the list of files. */
  isInline: boolean
}

/** A machine's report inside the letter: RFC 3464, RFC 5965, RFC 8098. `text` is the report's own fields. */
export type LetterReport = {
  kind: 'delivery-status' | 'feedback-report' | 'disposition-notification'
  text: string
}

/** What is known of the letter that a report or a forward carries inside. */
export type NestedLetter = {
  from: LetterAddress | null
  to: LetterAddress[]
  subject: string
  messageId: string | null
  headers: LetterHeader[]
}

/** One received letter, decoded. Message ids stand without angle brackets everywhere. */
export type InboundLetter = {
  /** Null only when the letter names nobody at all, in From or in the fallbacks. */
  from: LetterAddress | null
  replyTo: LetterAddress[]
  to: LetterAddress[]
  cc: LetterAddress[]
  subject: string
  messageId: string | null
  inReplyTo: string[]
  /** Oldest first, as in the letter. */
  references: string[]
  date: Date | null
  /** The text to read and to search: the plain part, or the HTML made into text. */
  text: string
  /** The HTML as it came: hostile until `cleanLetterHtml` has seen it. */
  html: string | null
  /** The text was made from the HTML, so quotes are better cut in the HTML. */
  isTextFromHtml: boolean
  attachments: LetterAttachment[]
  headers: LetterHeader[]
  reports: LetterReport[]
  /** Letters inside this one, in order; their bytes are among the attachments. */
  nested: NestedLetter[]
  /** Why the letter could not be read whole; null for a sound one. */
  unparsableReason: string | null
}

/** The first value of a header, decoded; the name in lower case. */
export function headerOf(letter: { headers: readonly LetterHeader[] }, name: string): string | null {
  return letter.headers.find((header) => header.name === name)?.value ?? null
}
