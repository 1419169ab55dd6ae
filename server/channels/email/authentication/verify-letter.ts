import type { ARCResult, DKIMResult } from 'mailauth'
import { type Resolve, until } from './name-resolver.ts'
import { type Proof, type Verdict, unknownVerdict } from './verdict.ts'

/** Who handed a letter over, as we saw it; null where somebody else received it for us. */
export interface Handover {
  ip: string
  helo: string | null
  mailFrom: string
}

interface Options {
  resolve: Resolve
  handover: Handover | null
  /** Domains whose ARC seals are believed: our own forwarders and lists. */
  arcSealers?: readonly string[]
  limitMs?: number
}

/**
 * Looks at SPF, DKIM, ARC and DMARC of a letter's bytes. Without a hand-over SPF says nothing, so a letter can
 * pass by its signature and can never fail. Never rejects and never takes much longer than `limitMs`.
 */
export async function verifyLetter(raw: Uint8Array, options: Options): Promise<Verdict> {
  const { resolve, handover, arcSealers = [], limitMs = 4_000 } = options
  const deadline = AbortSignal.timeout(limitMs)
  try {
    // 48 MB and a third of a second to load: a desk that never needs it does without.
    const { authenticate } = await import('mailauth')
    const found = await authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.length), {
      ...(handover && { ip: handover.ip, helo: handover.helo ?? undefined, sender: handover.mailFrom }),
      mta: 'otklik',
      resolver: until(resolve, deadline),
      minBitLength: 1024,
      rejectRsaSha1: true,
      disableBimi: true,
    })
    const { headerFrom, fromFields } = found.dkim
    const address =
      fromFields === 1 && headerFrom.length === 1 ? (headerFrom[0]?.toLowerCase() ?? null) : null
    const spf = (handover && found.spf && found.spf.status.result) || 'none'
    const dmarc = found.dmarc ? found.dmarc.status.result : 'none'
    const arc = found.arc ? found.arc.status.result : 'none'
    const results = { spf, dkim: wordFor(found.dkim.results), dmarc, arc }
    const verdict = { address, by: 'desk' as const, policy: policyOf(found.dmarc), results }
    if (address === null) return { ...verdict, result: 'none', proofs: [] }
    const domain = address.slice(address.lastIndexOf('@') + 1)
    const spfDomain = spf === 'pass' && found.spf ? found.spf.domain : null
    const isSpfProof =
      found.dmarc && dmarc !== 'none' ? isAlignedSpf(found.dmarc) : isUnder(spfDomain, domain)
    const proofs: Proof[] = [
      ...(spfDomain !== null && isSpfProof ? [{ by: 'spf' } as const] : []),
      ...found.dkim.results.flatMap(asProof),
    ]
    if ((dmarc === 'pass' || dmarc === 'none') && proofs.length > 0)
      return { ...verdict, result: 'pass', proofs }
    if (dmarc === 'temperror' || spf === 'temperror' || results.dkim === 'temperror')
      return { ...verdict, result: 'temperror', proofs: [] }
    const isSealed = arc === 'pass' && found.arc && isTrustedSeal(found.arc, arcSealers)
    return { ...verdict, result: dmarc === 'fail' && handover && !isSealed ? 'fail' : 'none', proofs: [] }
  } catch {
    return unknownVerdict('desk', deadline.aborted ? 'temperror' : 'none')
  }
}

/** A signature of the From domain over the whole body; one that leaves the end open lets anybody write on. */
function asProof({ status, signingDomain, signingHeaders }: DKIMResult): Proof[] {
  if (status.result !== 'pass' || !status.aligned || status.underSized || !signingDomain) return []
  const headers = (signingHeaders?.keys ?? '').split(':').map((name) => name.trim().toLowerCase())
  return [{ by: 'dkim', domain: signingDomain, headers }]
}

/** The best of several signatures tells. */
function wordFor(results: readonly DKIMResult[]): string {
  const words = results.map((one) => one.status.result)
  return ['pass', 'temperror', 'fail'].find((word) => words.some((one) => one === word)) ?? words[0] ?? 'none'
}

function isAlignedSpf(dmarc: { alignment?: { spf?: { result?: unknown } } }): boolean {
  return typeof dmarc.alignment?.spf?.result === 'string'
}

function isUnder(domain: string | null, parent: string): boolean {
  return domain !== null && (domain === parent || domain.endsWith(`.${parent}`))
}

function policyOf(dmarc: false | { policy?: string }): Verdict['policy'] {
  const policy = dmarc ? dmarc.policy : undefined
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null
}

/** The last one who sealed is believed, and had found the letter good before it was changed on the way. */
function isTrustedSeal(
  { signature, authenticationResults }: Pick<ARCResult, 'signature' | 'authenticationResults'>,
  sealers: readonly string[],
): boolean {
  const domain = signature ? signature.signingDomain?.toLowerCase() : undefined
  const before = authenticationResults?.['dmarc'] as { result?: unknown } | undefined
  return domain !== undefined && sealers.includes(domain) && before?.result === 'pass'
}
