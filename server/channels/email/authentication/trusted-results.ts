import { type InboundLetter, headerOf } from '../reading/letter.ts'
import { type Proof, type Verdict, unknownVerdict } from './verdict.ts'

/**
 * What the mailbox's own server wrote into Authentication-Results (RFC 8601). Anybody can write such a header: only
 * the topmost one that carries a name the administrator gave for this inbox, or a name under it, is read, and none
 * when no name was given.
 * Null when there is no such header.
 */
export function readTrustedResults(letter: InboundLetter, authservIds: readonly string[]): Verdict | null {
  const value = letter.headers.find(
    (header, index) => header.name === 'authentication-results' && isTrusted(letter, index, authservIds),
  )?.value
  if (value === undefined) return null
  const methods = readMethods(value)
  const named = (name: string) => methods.filter((method) => method.name === name)
  const word = (name: string) => {
    const words = named(name).map((method) => method.result)
    return words.includes('pass') ? 'pass' : (words[0] ?? 'none')
  }
  const results = { spf: word('spf'), dkim: word('dkim'), dmarc: word('dmarc'), arc: word('arc') }
  const dmarc = named('dmarc')[0]
  const from = letter.headers.filter((header) => header.name === 'from')
  const address = from.length === 1 && letter.from ? letter.from.address.toLowerCase() : null
  const base = { address, by: 'mailbox' as const, policy: dmarc?.policy ?? null, results }
  if (address === null) return { ...unknownVerdict('mailbox'), results }
  const domain = address.slice(address.lastIndexOf('@') + 1)
  // It may have been looked at for another header than the one we read.
  const isOurs =
    dmarc?.properties['header.from'] === undefined || isRelated(dmarc.properties['header.from'], domain)
  if (!isOurs) return { ...base, result: 'none', proofs: [] }
  if (dmarc?.result === 'fail') return { ...base, result: 'fail', proofs: [] }
  const proofs = [
    ...named('spf').flatMap((method): Proof[] =>
      method.result === 'pass' &&
      isRelated(domainOf(method.properties['smtp.mailfrom'] ?? method.properties['smtp.mail']), domain)
        ? [{ by: 'spf' }]
        : [],
    ),
    ...named('dkim').flatMap((method) => signatureProof(letter, method, domain)),
  ]
  const isPassed =
    (dmarc === undefined || dmarc.result === 'pass' || dmarc.result === 'none') && proofs.length > 0
  const isTemporary = Object.values(results).includes('temperror')
  return {
    ...base,
    result: isPassed ? 'pass' : isTemporary ? 'temperror' : 'none',
    proofs: isPassed ? proofs : [],
  }
}

interface Method {
  name: string
  result: string
  policy: Verdict['policy']
  properties: Record<string, string>
}

/** Exchange Online names nobody in this header; given this name, the topmost one without any is taken for its own. */
const nameless = 'protection.outlook.com'

function isTrusted(letter: InboundLetter, at: number, authservIds: readonly string[]): boolean {
  const id = authservIdOf(letter.headers[at]?.value ?? '')
  if (id.includes('=')) {
    const isTopmost = letter.headers.findIndex((header) => header.name === 'authentication-results') === at
    return isTopmost && authservIds.includes(nameless)
  }
  // Large providers write the name of the one machine: mxfront-12.mail.example under mail.example.
  return authservIds.some(
    (trusted) => id === trusted.toLowerCase() || id.endsWith(`.${trusted.toLowerCase()}`),
  )
}

function authservIdOf(value: string): string {
  return (/^\s*(?:\([^)]*\)\s*)?"?([^\s;"]+)/.exec(value)?.[1] ?? '').toLowerCase()
}

/** `dmarc=fail (p=REJECT) header.from=example.com` and its neighbours; comments are read for the policy only. */
function readMethods(value: string): Method[] {
  return withoutQuotedSemicolons(value.slice(0, 8_000))
    .split(';')
    .slice(0, 50)
    .flatMap((part): Method[] => {
      const policy = /\(\s*(?:[^()]*\s)?p=(none|quarantine|reject)\b/i.exec(part)?.[1]?.toLowerCase()
      const bare = part.replace(/\([^()]*\)/g, ' ')
      const method = /^\s*([a-z-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/i.exec(bare)
      if (!method?.[1] || !method[2]) return []
      const properties = Object.fromEntries(
        [...bare.matchAll(/\b([a-z]+\.[a-z0-9-]+)\s*=\s*"?([^\s;"]+)/gi)].map((match) => [
          (match[1] ?? '').toLowerCase(),
          (match[2] ?? '').toLowerCase(),
        ]),
      )
      const isPolicy = policy === 'none' || policy === 'quarantine' || policy === 'reject'
      return [
        {
          name: method[1].toLowerCase(),
          result: method[2].toLowerCase(),
          policy: isPolicy ? policy : null,
          properties,
        },
      ]
    })
}

/** Whatever stands in quotes or comments ends no part; nested comments are taken off from within. */
function withoutQuotedSemicolons(value: string): string {
  return value.replace(/"[^"]*"|\([^()]*\)/g, (text) => text.replaceAll(';', ','))
}

/**
 * A signature the server found good covers what all signatures of its domain claim to cover: a second one, made up,
 * can only make that less.
 */
function signatureProof(letter: InboundLetter, { result, properties }: Method, domain: string): Proof[] {
  const signer = properties['header.d'] ?? domainOf(properties['header.i'])
  if (result !== 'pass' || !isRelated(signer, domain)) return []
  const claims = letter.headers
    .filter((header) => header.name === 'dkim-signature')
    .map((header) => readTags(header.value))
    .filter((tags) => tags.get('d')?.toLowerCase() === signer)
  if (claims.length === 0 || claims.some((tags) => tags.has('l'))) return []
  const lists = claims.map((tags) =>
    (tags.get('h') ?? '').split(':').map((name) => name.trim().toLowerCase()),
  )
  const count = (list: readonly string[], name: string) => list.filter((one) => one === name).length
  const names = [...new Set(lists[0])].filter((name) => headerOf(letter, name) !== null)
  const headers = names.flatMap((name) =>
    Array<string>(Math.min(...lists.map((list) => count(list, name)))).fill(name),
  )
  return headers.includes('from') ? [{ by: 'dkim', domain: signer ?? domain, headers }] : []
}

function readTags(value: string): Map<string, string> {
  return new Map(
    value.split(';').flatMap((tag): [string, string][] => {
      const at = tag.indexOf('=')
      return at < 0 ? [] : [[tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s+/g, '')]]
    }),
  )
}

function domainOf(address: string | undefined): string | undefined {
  return address?.slice(address.lastIndexOf('@') + 1)
}

/** One of the two lies under the other, as DMARC's relaxed alignment would have it; never two public suffixes. */
function isRelated(one: string | undefined, other: string): boolean {
  if (!one?.includes('.')) return false
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}
