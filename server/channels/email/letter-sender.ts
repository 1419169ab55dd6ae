import { parseAddresses } from './addresses.ts'
import { type InboundLetter, type LetterAddress, headerOf } from './letter.ts'
import { isOwn } from './letter-case.ts'

export interface LetterSender {
  /** Null only when the letter names nobody at all. */
  person: LetterAddress | null
  /** Where the letter says so. What a list has kept beside a rewritten From is a claim anybody can make. */
  from: 'from' | 'reply_to' | 'x_original_from'
}

const listHeaders = ['list-id', 'list-post', 'mailing-list', 'x-google-group-id', 'x-beenthere']
const originalHeaders = ['x-original-from', 'x-original-sender']

/**
 * Who wrote a letter: From. A list that had to put its own address there, because of DMARC, keeps the writer beside
 * it. Reply-To names the writer only where the administrator says so for this inbox; from a stranger it is a way to
 * show one name and to answer under another. Our own address and "<>" are nobody's.
 */
export function senderOf(
  letter: InboundLetter,
  ownAddresses: readonly string[],
  trustsReplyTo: boolean,
): LetterSender {
  const usable = (box: LetterAddress | undefined): box is LetterAddress =>
    box !== undefined && isWorldly(box.address) && !isOwn(ownAddresses, box.address)
  if (isRewritten(letter, ownAddresses)) {
    const original = originalHeaders
      .flatMap((name) => parseAddresses(headerOf(letter, name) ?? ''))
      .find((box) => usable(box))
    if (original) return { person: named(original, letter.from), from: 'x_original_from' }
  }
  const answer = trustsReplyTo ? letter.replyTo.find((box) => usable(box)) : undefined
  if (answer && answer.address.toLowerCase() !== letter.from?.address.toLowerCase())
    return { person: answer, from: 'reply_to' }
  return { person: letter.from, from: 'from' }
}

/** A list's or a group's letter whose From is the list: "Anna via Support <support@…>", or our own address. */
function isRewritten(letter: InboundLetter, ownAddresses: readonly string[]): boolean {
  const isList = listHeaders.some((name) => headerOf(letter, name) !== null)
  if (!isList || !letter.from) return false
  return (
    / (?:via|через|über|par) /iu.test(` ${letter.from.name} `) || isOwn(ownAddresses, letter.from.address)
  )
}

/** The list's words for the writer are better than none. */
function named(original: LetterAddress, list: LetterAddress | null): LetterAddress {
  const name = original.name || (list?.name ?? '').replace(/ (?:via|через|über|par) .*$/iu, '')
  return { name: name.replace(/^['"]|['"]$/g, ''), address: original.address }
}

/** An address of the world: `x@unknown` is none. */
function isWorldly(address: string): boolean {
  return /^[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+$/u.test(address)
}
