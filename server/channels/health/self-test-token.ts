import { createHmac, timingSafeEqual } from 'node:crypto'
import { headerOf, type InboundLetter } from '#server/channels/email/reading/letter.ts'
import type { TokenKey } from '#server/channels/email/threading/thread-token.ts'

export const selfTestHeader = 'X-Otklik-Self-Test'

function sign(key: TokenKey, id: number): string {
  return createHmac('sha256', key).update(`otklik:self-test:${id}`).digest('hex').slice(0, 32)
}

/** The keyed word that a test letter carries, `12-MAC`: nobody else can make a letter vanish with it. */
export function createSelfTestToken(key: TokenKey, id: number): string {
  return `${id}-${sign(key, id)}`
}

/** The test a letter belongs to: by its header, or by its subject where a server has taken the header off. */
export function readSelfTestToken(key: TokenKey, letter: Pick<InboundLetter, 'headers' | 'subject'>) {
  const words = `${headerOf(letter, selfTestHeader.toLowerCase()) ?? ''} ${letter.subject.slice(0, 500)}`
  for (const [, digits = '', mac = ''] of words.matchAll(/\b(\d{1,15})-([0-9a-f]{32})\b/g)) {
    const id = Number(digits)
    if (timingSafeEqual(Buffer.from(sign(key, id)), Buffer.from(mac))) return id
  }
  return null
}
