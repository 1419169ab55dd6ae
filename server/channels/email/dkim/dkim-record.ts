import { domainToASCII } from 'node:url'
import type { DkimKey } from '#contract/dkim.ts'

/** Where verifiers look for the key. */
export function recordName(key: { selector: string; domain: string }): string {
  return `${key.selector}._domainkey.${domainToASCII(key.domain) || key.domain}`
}

export function recordText(publicKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKey}`
}

/**
 * What is wrong with the TXT records found under a key's name; null when verifiers will find this key (RFC 6376,
 * 3.6.1). White space inside the key is allowed, and name servers' forms put it there.
 */
export function recordProblem(found: readonly string[], publicKey: string): DkimKey['checkProblem'] {
  const records = found.filter((text) => /(?:^|;)\s*p\s*=/i.test(text) || /^\s*v\s*=\s*DKIM1/i.test(text))
  if (found.length === 0) return 'no_record'
  if (records.length === 0) return 'not_dkim'
  if (records.length > 1) return 'several'
  const tags = new Map(
    (records[0] ?? '').split(';').flatMap((part) => {
      const [name = '', ...value] = part.split('=')
      return name.trim() === '' ? [] : [[name.trim().toLowerCase(), value.join('=').trim()] as const]
    }),
  )
  const version = tags.get('v')
  const kind = tags.get('k') ?? 'rsa'
  if ((version !== undefined && version !== 'DKIM1') || kind.toLowerCase() !== 'rsa') return 'not_dkim'
  const key = (tags.get('p') ?? '').replace(/\s+/g, '')
  if (key === '') return 'revoked'
  if (key !== publicKey) return 'other_key'
  return tags
    .get('t')
    ?.split(':')
    .map((flag) => flag.trim())
    .includes('y')
    ? 'testing'
    : null
}
