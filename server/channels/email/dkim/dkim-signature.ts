import { createHash, createPrivateKey, sign } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { splitEntity } from '../encryption/entity.ts'

/** Named once more than they occur: whoever adds one to a signed letter breaks the signature (RFC 6376, 8.15). */
const sealed = [
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'reply-to',
  'mime-version',
  'content-type',
]
/** Signed where they are; relays may add their own. */
const signed = [
  'content-transfer-encoding',
  'auto-submitted',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
]

interface SigningKey {
  domain: string
  selector: string
  /** PEM. */
  privateKey: string
}

/**
 * The DKIM-Signature field of a letter (RFC 6376), with its line end: rsa-sha256, relaxed/relaxed, over the whole body.
 * The letter's lines must end as they will on the wire.
 */
export function dkimSignature(letter: Buffer, key: SigningKey, now: Date): string {
  const { headers, body } = splitEntity(letter)
  const fields = headers.map(relaxedField)
  const names: string[] = []
  const chosen: string[] = []
  for (const name of [...sealed, ...signed]) {
    // From the last to the first, as a verifier takes them.
    const found = fields.filter((field) => field.name === name).toReversed()
    chosen.push(...found.map((field) => `${name}:${field.value}\r\n`))
    names.push(...found.map(() => name), ...(sealed.includes(name) ? [name] : []))
  }
  const unsigned = [
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domainToASCII(key.domain)};`,
    `s=${key.selector}; t=${Math.floor(now.getTime() / 1000)};`,
    `bh=${createHash('sha256').update(relaxedBody(body)).digest('base64')};`,
    `h=${names.join(':').replace(/(.{50,70}:)/g, '$1\r\n  ')};`,
    'b=',
  ].join('\r\n ')
  const own = relaxedField(unsigned)
  const bytes = Buffer.from(`${chosen.join('')}dkim-signature:${own.value}`, 'latin1')
  const signature = sign('sha256', bytes, createPrivateKey(key.privateKey)).toString('base64')
  return `${unsigned}${signature.replace(/(.{72})(?=.)/g, '$1\r\n  ')}\r\n`
}

/** 3.4.2: a name in lower case, one line, single spaces. */
function relaxedField(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  const value = line
    .slice(colon + 1)
    .replace(/\r?\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return { name: line.slice(0, colon).trim().toLowerCase(), value: value.replace(/^ | $/g, '') }
}

/** 3.4.4: single spaces, none at a line's end, no empty lines at the end of the body. */
function relaxedBody(body: Buffer): Buffer {
  const text = body
    .toString('latin1')
    .replace(/[ \t]+/g, ' ')
    .replace(/ (?=\r\n|$)/g, '')
  let end = text.length
  while (text.startsWith('\r\n', end - 2)) end -= 2
  return Buffer.from(end <= 0 ? '' : `${text.slice(0, end)}\r\n`, 'latin1')
}
