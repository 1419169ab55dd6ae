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

/** The letter as it would be without its envelope: its own headers, and the content that was inside. */
export function unwrapLetter(letter: Buffer, content: Buffer): Buffer {
  const inside = splitEntity(content)
  const insideHeaders = inside.headers.filter((line) => /^content-[\w-]+[ \t]*:/i.test(line))
  const outside = splitEntity(letter).headers.filter((line) => !isContentHeader(line))
  const subject = protectedSubject(inside.headers)
  return joinEntity(
    [
      ...outside.filter((line) => subject === null || !/^subject[ \t]*:/i.test(line)),
      ...(subject === null ? [] : [subject]),
      'MIME-Version: 1.0',
      ...insideHeaders,
    ],
    inside.body,
  )
}

/** The real subject of an encrypted letter stands inside (RFC 9788, and protected-headers="v1" before it). */
function protectedSubject(headers: readonly string[]): string | null {
  const type = headers.find((line) => /^content-type[ \t]*:/i.test(line)) ?? ''
  if (!/protected-headers\s*=\s*"?v1|;\s*hp\s*=\s*"?(?:cipher|clear)/i.test(type)) return null
  return headers.find((line) => /^subject[ \t]*:/i.test(line)) ?? null
}

/** With CRLF at every line's end: what a signature is made over (RFC 8551, 3.1.1; RFC 3156, 5). */
export function canonical(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return /(?<!\r)\n/.test(text) ? Buffer.from(text.replace(/(?<!\r)\n/g, '\r\n'), 'latin1') : bytes
}
