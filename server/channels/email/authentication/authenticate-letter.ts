import { BlockList, isIP } from 'node:net'
import type { InboxSections } from '#contract/inbox-sections.ts'
import type { LetterEnvelope } from '#server/channels/tables.ts'
import type { InboundLetter } from '../reading/letter.ts'
import type { Resolve } from './name-resolver.ts'
import { readTrustedResults } from './trusted-results.ts'
import type { Verdict } from './verdict.ts'
import { type Handover, verifyLetter } from './verify-letter.ts'

export interface LetterToAuthenticate {
  /** Null is enough where nothing but the bytes is looked at; see `isSeenByOurselves`. */
  letter: InboundLetter | null
  raw: Uint8Array
  envelope: Partial<LetterEnvelope>
  trust: InboxSections['authentication']
}

/**
 * Finds out who a letter is from. What came to our own listener from outside is looked at by ourselves; what another
 * server of the administrator's received, its word is taken for when its name is known, and the signature is looked
 * at otherwise. Never rejects.
 */
export async function authenticateLetter(resolve: Resolve, input: LetterToAuthenticate): Promise<Verdict> {
  const { letter, raw, envelope, trust } = input
  const handover = handoverOf(envelope)
  // A stranger's machine may write any name it likes; one of our own network passes on what our server wrote.
  const told = handover || !letter ? null : readTrustedResults(letter, trust.authservIds)
  return told ?? verifyLetter(raw, { resolve, handover, arcSealers: trust.arcSealers })
}

/** Whether the letter came from outside straight to us: then nobody else's word about it counts. */
export function isSeenByOurselves(envelope: Partial<LetterEnvelope>): boolean {
  return handoverOf(envelope) !== null
}

/** Whether a warning is possible at all: only then is it worth looking at every letter of a customer. */
export function mayFail(envelope: Partial<LetterEnvelope>, trust: InboxSections['authentication']): boolean {
  return isSeenByOurselves(envelope) || trust.authservIds.length > 0
}

/** The world's own hand-over; null when a mailbox or a machine of our own network stands between. */
function handoverOf(envelope: Partial<LetterEnvelope>): Handover | null {
  const { via, remoteAddress, helo = null, mailFrom } = envelope
  if (via !== 'smtp' || remoteAddress === undefined) return null
  const ip = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(ip)
  if (family === 0 || inside.check(ip, family === 6 ? 'ipv6' : 'ipv4')) return null
  return { ip, helo, mailFrom: mailFrom ?? '' }
}

/** Addresses that are nobody's in the world: this machine, private networks, links. */
const inside = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  inside.addSubnet(net, prefix, 'ipv4')
inside.addAddress('::', 'ipv6')
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fc00::', 7, 'ipv6')
inside.addSubnet('fe80::', 10, 'ipv6')
