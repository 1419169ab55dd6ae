import type { MimePart } from '../reading/mime-parts.ts'
import { decodeTransfer } from '../reading/transfer-encoding.ts'

/** A signed or encrypted part of a letter, and what stands beside it. */
export type ProtectedPart = { outside: MimePart[]; isRoot: boolean } & (
  | { kind: 'pgp-signed' | 'smime-signed'; content: Buffer; signature: Buffer }
  | { kind: 'pgp-message' | 'smime-message'; message: Buffer }
  /** PGP in the text itself; the text's charset goes on holding. */
  | { kind: 'pgp-text'; message: Buffer; charset: string }
)

const deepest = 4
const pgpArmor = /^-----BEGIN PGP (?:SIGNED )?MESSAGE-----\r?$/m
const pgpEnd = /^-----END PGP (?:SIGNATURE|MESSAGE)-----/m
const smimeMessage = /^application\/(?:x-)?pkcs7-mime$/
const signatureKinds: Readonly<Record<string, 'pgp-signed' | 'smime-signed'>> = {
  'application/pgp-signature': 'pgp-signed',
  'application/pkcs7-signature': 'smime-signed',
  'application/x-pkcs7-signature': 'smime-signed',
}

/** Cheap, on the raw bytes: whether it is worth looking closer. */
export function mayBeProtected(raw: Buffer): boolean {
  const head = raw.subarray(0, 200_000).toString('latin1')
  return /multipart\/(?:signed|encrypted)|pkcs7-mime|smime\.p7m|application\/pgp-encrypted|-----BEGIN PGP (?:SIGNED )?MESSAGE/i.test(
    head,
  )
}

/**
 * The outermost protected part. It is looked for at the top and in multipart/mixed, where lists and gateways wrap
 * it; never in alternatives, where it could be one of several things a letter claims to say, and never in a letter
 * that is attached.
 */
export function findProtected(part: MimePart, depth = 0): ProtectedPart | null {
  const found = readProtected(part)
  if (found) return found
  if (part.type.value !== 'multipart/mixed' || depth >= deepest) return null
  const mangled = findMangled(part)
  if (mangled) return mangled
  for (const child of part.children) {
    const inner = findProtected(child, depth + 1)
    // A text in the middle of others is something quoted or appended, not the letter.
    if (inner?.kind === 'pgp-text' && child !== part.children[0]) continue
    if (inner)
      return {
        ...inner,
        isRoot: false,
        outside: [...inner.outside, ...part.children.filter((one) => one !== child)],
      }
  }
  return null
}

function readProtected(part: MimePart): ProtectedPart | null {
  const { value, parameters } = part.type
  const [first, second, ...rest] = part.children
  if (value === 'multipart/signed' && first && second) {
    const kind =
      signatureKinds[second.type.value] ?? signatureKinds[parameters.get('protocol')?.toLowerCase() ?? '']
    return kind
      ? { kind, isRoot: true, content: first.source, signature: bytesOf(second), outside: rest }
      : null
  }
  if (value === 'multipart/encrypted' && first && second && first.type.value === 'application/pgp-encrypted')
    return { kind: 'pgp-message', isRoot: true, message: bytesOf(second), outside: rest }
  if (isSmimeMessage(part))
    return { kind: 'smime-message', isRoot: true, message: bytesOf(part), outside: [] }
  return value === 'text/plain' && part.disposition.value !== 'attachment' ? readText(part) : null
}

/**
 * A letter whole, or the one part that a list or a gateway has put something beside. Documents are signed in the same
 * format: contract.pdf.p7m among a letter's files is a file, and what is in it is no letter.
 */
function isSmimeMessage({ type, disposition, parentType }: MimePart): boolean {
  const name = disposition.parameters.get('filename') ?? type.parameters.get('name') ?? ''
  if (!smimeMessage.test(type.value))
    return type.value === 'application/octet-stream' && parentType === '' && /\.p7m$/i.test(name)
  return parentType === '' || /^(?:smime\.p7[mz])?$/i.test(name.trim())
}

/** Exchange makes a multipart/mixed of PGP/MIME: the version part and the message stand among its children. */
function findMangled(part: MimePart): ProtectedPart | null {
  const at = part.children.findIndex((child) => child.type.value === 'application/pgp-encrypted')
  const message = part.children[at + 1]
  if (at < 0 || message?.type.value !== 'application/octet-stream') return null
  const outside = part.children.filter((_one, index) => index !== at && index !== at + 1)
  return { kind: 'pgp-message', isRoot: true, message: bytesOf(message), outside }
}

function readText(part: MimePart): ProtectedPart | null {
  const bytes = bytesOf(part)
  const text = bytes.toString('latin1')
  const start = pgpArmor.exec(text)?.index
  const end = pgpEnd.exec(text)
  if (start === undefined || !end || end.index < start) return null
  const stop = end.index + end[0].length
  const around = `${text.slice(0, start)}\n${text.slice(stop)}`.trim()
  return {
    kind: 'pgp-text',
    isRoot: true,
    message: bytes.subarray(start, stop),
    charset: (part.type.parameters.get('charset') ?? 'utf-8').replace(/[^\w.:-]/g, '') || 'utf-8',
    outside: around === '' ? [] : [asPart(part, Buffer.from(around, 'latin1'))],
  }
}

function asPart(like: MimePart, body: Buffer): MimePart {
  return { ...like, body, encoding: '8bit', source: body }
}

export function bytesOf(part: MimePart): Buffer {
  return decodeTransfer(part.body, part.encoding)
}
