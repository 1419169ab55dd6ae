import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits as text that survives links and headers; an optional prefix tells what it opens. */
export function newToken(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What is stored instead of a token. The token is random and long, so one fast hash is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
