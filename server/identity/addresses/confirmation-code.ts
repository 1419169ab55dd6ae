import { createHash, randomInt } from 'node:crypto'

export const codeHours = 24
/** A code of eight digits is guessed with one chance in twenty million. */
export const mostWrongCodes = 5

/** Digits in two groups, as one reads them out. */
export function newCode(): string {
  const digits = String(randomInt(100_000_000)).padStart(8, '0')
  return `${digits.slice(0, 4)} ${digits.slice(4)}`
}

/** What is kept of a code: good for this address of this agent only. */
export function hashCode(agentId: number, address: string, code: string): Buffer {
  return createHash('sha256')
    .update(`${agentId} ${address} ${code.replace(/\D/g, '')}`)
    .digest()
}
