import { createHmac, timingSafeEqual } from 'node:crypto'

/** A secret of at least 16 bytes; the same key must be kept for as long as old letters may be answered. */
export type TokenKey = Uint8Array

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const macBytes = 10

function toBase32(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let text = ''
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      text += alphabet[(value >> (bits - 5)) & 31]
      bits -= 5
    }
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}

/** 80 bits of HMAC-SHA-256 over a purpose and its numbers: 16 letters that survive a change of case. */
function sign(key: TokenKey, purpose: string, numbers: readonly number[]): string {
  const mac = createHmac('sha256', key)
    .update(`otklik:${purpose}:${numbers.join('.')}`)
    .digest()
  return toBase32(mac.subarray(0, macBytes))
}

function isSigned(key: TokenKey, purpose: string, numbers: readonly number[], mac: string): boolean {
  const expected = Buffer.from(sign(key, purpose, numbers))
  const given = Buffer.from(mac.toLowerCase())
  return (
    numbers.every((number) => Number.isSafeInteger(number)) &&
    expected.length === given.length &&
    timingSafeEqual(expected, given)
  )
}

/**
 * The Message-ID of a letter of ours, without angle brackets: `otk.TICKET.PART.MAC@domain`. `partId` is the id of
 * the reply (or of whatever else is sent); the same pair always gives the same id, so that a retry is no new
 * letter. The dots keep it clear of SpamAssassin's MSGID_RANDY.
 */
export function createMessageId(
  key: TokenKey,
  input: { ticketId: number; partId: number; domain: string },
): string {
  const { ticketId, partId, domain } = input
  return `otk.${ticketId}.${partId}.${sign(key, 'message', [ticketId, partId])}@${domain}`
}

/** Reads an id made by `createMessageId` with this key; null for anything else. The domain is not looked at: relays rewrite it. */
export function readMessageId(key: TokenKey, messageId: string): { ticketId: number; partId: number } | null {
  const match = /^<?otk\.(\d{1,15})\.(\d{1,15})\.([a-z2-7]{16})@/i.exec(messageId.trim())
  if (!match) return null
  const ticketId = Number(match[1])
  const partId = Number(match[2])
  return isSigned(key, 'message', [ticketId, partId], match[3] ?? '') ? { ticketId, partId } : null
}

/** The keyed word that names a ticket: `1256-MAC`. */
export function createTicketToken(key: TokenKey, ticketId: number): string {
  return `${ticketId}-${sign(key, 'ticket', [ticketId])}`
}

/** The ticket a word from `createTicketToken` names; null when it is not ours. */
export function readTicketToken(key: TokenKey, token: string): number | null {
  const match = /^(\d{1,15})-([a-z2-7]{16})$/i.exec(token.trim())
  if (!match) return null
  const ticketId = Number(match[1])
  return isSigned(key, 'ticket', [ticketId], match[2] ?? '') ? ticketId : null
}

/** `support@example.com` → `support+1256-MAC@example.com`; a plus part the address already has is kept before it. */
export function createReplyAddress(key: TokenKey, address: string, ticketId: number): string {
  const at = address.lastIndexOf('@')
  if (at <= 0) return address
  return `${address.slice(0, at)}+${createTicketToken(key, ticketId)}${address.slice(at)}`
}

/** The ticket that a recipient address names by its last plus part; null when it carries no token of ours. */
export function readReplyAddress(key: TokenKey, address: string): number | null {
  const match = /\+([^+@]+)@[^@]*$/.exec(address.trim())
  return match?.[1] ? readTicketToken(key, match[1]) : null
}

/** The marker that stands in the body of our letters, for providers that rewrite every header. */
export function createBodyMarker(key: TokenKey, ticketId: number): string {
  return `otk-${createTicketToken(key, ticketId)}`
}

/** The ticket a marker in the text or in the HTML names. Only in what is quoted can it be ours: pass that part. */
export function findBodyMarker(key: TokenKey, body: string): number | null {
  for (const match of body.slice(0, 2_000_000).matchAll(/otk-(\d{1,15}-[a-z2-7]{16})(?![a-z0-9])/gi)) {
    const ticketId = readTicketToken(key, match[1] ?? '')
    if (ticketId !== null) return ticketId
  }
  return null
}
