import type { LetterKind } from '../reading/automatic/automated.ts'
import { type InboundLetter, headerOf } from '../reading/letter.ts'
import { parseAddresses } from '../reading/addresses.ts'

/** What rules look at: read from a letter, whether it is being decided or only tried out. */
export interface LetterFacts {
  inboxId: number | null
  /** In lower case. */
  from: string[]
  to: string[]
  subject: string
  body: string
  fileNames: string[]
  header(name: string): string[]
  sizeBytes: number
  kind: LetterKind
  authentication: 'pass' | 'fail' | 'none'
}

/** Letters are rarely longer; a pattern reads no further. */
const mostBodyChars = 20_000
const envelopeHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']

interface Source {
  letter: InboundLetter
  inboxId: number | null
  rcptTo: readonly string[]
  sizeBytes: number
  kind: LetterKind
  authentication?: string | null
}

export function factsOf({ letter, inboxId, rcptTo, sizeBytes, kind, authentication }: Source): LetterFacts {
  const lower = (addresses: readonly string[]) => [
    ...new Set(addresses.map((address) => address.toLowerCase()).filter((address) => address !== '')),
  ]
  const inHeaders = envelopeHeaders.flatMap((name) => parseAddresses(headerOf(letter, name) ?? ''))
  const named = [...letter.to, ...letter.cc, ...inHeaders].map((box) => box.address)
  return {
    inboxId,
    from: lower([letter.from?.address ?? '']),
    to: lower([...rcptTo, ...named]),
    subject: letter.subject,
    body: letter.text.slice(0, mostBodyChars),
    fileNames: letter.attachments.filter((file) => !file.isInline).map((file) => file.name),
    header: (name) => letter.headers.filter((header) => header.name === name).map((header) => header.value),
    sizeBytes,
    kind,
    authentication: authentication === 'pass' || authentication === 'fail' ? authentication : 'none',
  }
}
