/**
 * An address begins where a word begins: otherwise every letter of a long word would be tried as its beginning, and a
 * stranger's letter of one word would stop the page.
 */
const link = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}])|(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g

export type TextPart = string | { href: string; text: string }

/** Plain text in pieces: addresses of the web and of people as links, everything else as it is. */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(link)) {
    parts.push(text.slice(from, match.index), { href: match[1] ?? `mailto:${match[0]}`, text: match[0] })
    from = match.index + match[0].length
  }
  return [...parts, text.slice(from)]
}
