import type { InboxSections } from '#contract/inbox-sections.ts'
import { parseAddresses } from '../reading/addresses.ts'
import { type Verdict, provesAddress, provesHeaders } from '../authentication/verdict.ts'
import { type InboundLetter, type LetterAddress, headerOf } from '../reading/letter.ts'
import { isOwn } from './letter-case.ts'

export interface LetterSender {
  /** Null only when the letter names nobody at all. */
  person: LetterAddress | null
  /** Where the letter says so. */
  from: 'from' | 'reply_to' | 'x_original_from' | 'list_reply_to'
  /** Set when a list that put itself into From names the writer: a claim anybody can make. */
  claim: ListClaim | null
}

export interface ListClaim {
  /** The address in From. */
  list: string
  /** An address of ours, or of a domain the inbox believes: it may be proved. */
  isOurs: boolean
  /** What has to be proved to be the list's own; null where the claim contradicts itself. */
  headers: readonly string[] | null
}

type Trust = Pick<InboxSections['authentication'], 'arcSealers' | 'trustsReplyTo'>

const listHeaders = ['list-id', 'list-post', 'mailing-list', 'x-google-group-id', 'x-beenthere']
const originalHeaders = ['x-original-from', 'x-original-sender']
const via = / (?:via|через|über|par) /iu

/**
 * Who wrote a letter: From. A list that had to put its own address there, because of DMARC, keeps the writer beside
 * it: in X-Original-From (Google Groups) or in Reply-To (Mailman). Else Reply-To names the writer only where the
 * administrator says so for this inbox; from a stranger it is a way to show one name and to answer under another. Our
 * own address and "<>" are nobody's.
 */
export function senderOf(letter: InboundLetter, ownAddresses: readonly string[], trust: Trust): LetterSender {
  const usable = (box: LetterAddress | undefined): box is LetterAddress =>
    box !== undefined && isWorldly(box.address) && !isOwn(ownAddresses, box.address)
  const list = isByList(letter) ? letter.from : null
  const isVia = list !== null && via.test(` ${list.name} `)
  const claimBy = (list: LetterAddress, header: string): ListClaim => ({
    list: list.address.toLowerCase(),
    isOurs: isOwn(ownAddresses, list.address) || isOfDomain(list.address, trust.arcSealers),
    headers: letter.headers.filter(({ name }) => name === header).length === 1 ? ['from', header] : null,
  })
  if (list && (isVia || isOwn(ownAddresses, list.address))) {
    for (const header of originalHeaders) {
      const writer = parseAddresses(headerOf(letter, header) ?? '').find((box) => usable(box))
      if (writer)
        return { person: named(writer, list), from: 'x_original_from', claim: claimBy(list, header) }
    }
  }
  const answer = trust.trustsReplyTo ? letter.replyTo.find((box) => usable(box)) : undefined
  if (answer && answer.address.toLowerCase() !== letter.from?.address.toLowerCase())
    return { person: answer, from: 'reply_to', claim: null }
  const [writer, ...others] = letter.replyTo
  if (list && isVia && others.length === 0 && usable(writer) && !isTheList(letter, list, writer))
    return { person: named(writer, list), from: 'list_reply_to', claim: claimBy(list, 'reply-to') }
  return { person: letter.from, from: 'from', claim: null }
}

/** Whether a mailing list or a group passed the letter on. */
export function isByList(letter: InboundLetter): boolean {
  return listHeaders.some((name) => headerOf(letter, name) !== null)
}

/**
 * Whether the letter's word for its writer may open that person's tickets. What a list says may when the list is ours,
 * is proved to have sent the letter, and is proved to have said this.
 */
export function isWordEnough(
  { claim }: LetterSender,
  letter: InboundLetter,
  verdict: Verdict | null,
): boolean {
  if (!claim) return true
  return (
    claim.isOurs &&
    claim.headers !== null &&
    verdict !== null &&
    provesAddress(verdict, claim.list) &&
    provesHeaders(verdict, letter, claim.headers)
  )
}

function isTheList(letter: InboundLetter, list: LetterAddress, { address }: LetterAddress): boolean {
  const plain = address.toLowerCase()
  return (
    plain === list.address.toLowerCase() ||
    (headerOf(letter, 'list-post') ?? '').toLowerCase().includes(`<mailto:${plain}`)
  )
}

function isOfDomain(address: string, domains: readonly string[]): boolean {
  return domains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase())
}

/** The list's words for the writer are better than none. */
function named(original: LetterAddress, list: LetterAddress): LetterAddress {
  const name = original.name || list.name.replace(/ (?:via|через|über|par) .*$/iu, '')
  return { name: name.replace(/^['"]|['"]$/g, ''), address: original.address }
}

/** An address of the world: `x@unknown` is none. */
function isWorldly(address: string): boolean {
  return /^[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+$/u.test(address)
}
