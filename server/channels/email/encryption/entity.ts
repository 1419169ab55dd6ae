import type { RawHeader } from '../reading/header-fields.ts'
import { readMimeParts } from '../reading/mime-parts.ts'

/** A MIME entity or letter cut into its header lines (each with what it is folded over) and its body. */
export interface Entity {
  headers: string[]
  body: Buffer
}

/** Headers as latin1, so that every byte survives. */
export function splitEntity(source: Buffer): Entity {
  const crlf = source.indexOf('\r\n\r\n')
  const lf = source.indexOf('\n\n')
  const isBare = lf >= 0 && (crlf < 0 || lf < crlf)
  const end = isBare ? lf : crlf
  const headerEnd = end < 0 ? source.length : end
  const text = source.subarray(0, headerEnd).toString('latin1')
  return {
    headers: text.split(/\r?\n(?![ \t])/).filter((line) => line !== ''),
    body: source.subarray(end < 0 ? source.length : end + (isBare ? 2 : 4)),
  }
}

const contentHeader = /^(?:content-[\w-]+|mime-version)[ \t]*:/i

export function isContentHeader(line: string): boolean {
  return contentHeader.test(line)
}

export function joinEntity(headers: readonly string[], body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

/**
 * The letter as it would be without its envelope: its own headers, and the content that was inside. Both are cut where
 * the reader of letters cuts them, and the headers written anew: whatever a signature does not cover must not end up
 * between them and the words, nor say how those are to be read.
 */
export function unwrapLetter(letter: Buffer, content: Buffer): Buffer {
  const inside = readMimeParts(content)
  const subject = protectedSubject(inside.headers)
  const outside = readMimeParts(letter).headers.filter(
    ({ name }) => !isContentHeader(`${name}:`) && (subject === null || name !== 'subject'),
  )
  return joinEntity(
    [
      ...outside.map(lineOf),
      ...(subject === null ? [] : [lineOf(subject)]),
      'MIME-Version: 1.0',
      ...inside.headers.filter(({ name }) => /^content-[\w-]+$/.test(name)).map(lineOf),
    ],
    inside.body,
  )
}

function lineOf({ name, value }: RawHeader): string {
  return `${name}: ${value}`
}

/** The real subject of an encrypted letter stands inside (RFC 9788, and protected-headers="v1" before it). */
function protectedSubject(headers: readonly RawHeader[]): RawHeader | null {
  const type = headers.find(({ name }) => name === 'content-type')?.value ?? ''
  if (!/;\s*protected-headers\s*=\s*"?v1|;\s*hp\s*=\s*"?(?:cipher|clear)/i.test(type)) return null
  return headers.find(({ name }) => name === 'subject') ?? null
}

/** With CRLF at every line's end: what a signature is made over (RFC 8551, 3.1.1; RFC 3156, 5). */
export function canonical(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return /(?<!\r)\n/.test(text) ? Buffer.from(text.replace(/(?<!\r)\n/g, '\r\n'), 'latin1') : bytes
}
