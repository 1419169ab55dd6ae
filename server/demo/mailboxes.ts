import PostalMime, { type Address, type Email } from 'postal-mime'
import type { PersonAddress } from '#contract/common.ts'
import type { MailboxLetter } from '#contract/playground.ts'

/** A letter in somebody's mailbox, as it came over the wire or went out. */
export interface KeptLetter extends Omit<MailboxLetter, 'at'> {
  /** Whose mailbox it lies in. */
  address: string
  at: Date
  raw: Buffer
  /** With angle brackets, as in the letter. */
  messageId: string
  references: string
  parsed: Email
}

/** The customers' mail provider, in memory: every mailbox there is, with the newest letters only. */
export interface Mailboxes {
  keep(direction: MailboxLetter['direction'], address: string, raw: Buffer, at: Date): Promise<KeptLetter>
  /** Newest first. */
  list(address: string): KeptLetter[]
  get(id: number): KeptLetter | undefined
}

const mostLetters = 500
const mostBytes = 96 * 1024 * 1024
const snippetLength = 120

export function createMailboxes(): Mailboxes {
  let letters: KeptLetter[] = []
  let bytes = 0
  let lastId = 0
  const forgetOldest = (): void => {
    while (letters.length > mostLetters || bytes > mostBytes) bytes -= letters.shift()?.raw.length ?? 0
  }
  return {
    async keep(direction, address, raw, at) {
      const letter = readLetter(await PostalMime.parse(raw), direction)
      const kept = { ...letter, id: ++lastId, address: address.toLowerCase(), at, raw }
      letters = [...letters, kept]
      bytes += raw.length
      forgetOldest()
      return kept
    },
    list: (address) => letters.filter((letter) => letter.address === address).toReversed(),
    get: (id) => letters.find((letter) => letter.id === id),
  }
}

function readLetter(parsed: Email, direction: MailboxLetter['direction']) {
  const other = direction === 'received' ? parsed.from : parsed.to?.[0]
  return {
    direction,
    correspondent: personOf(other),
    subject: parsed.subject ?? '',
    snippet: (parsed.text ?? '').replace(/\s+/g, ' ').trim().slice(0, snippetLength),
    hasFiles: parsed.attachments.some((file) => file.related !== true),
    messageId: parsed.messageId ?? '',
    references: [parsed.references, parsed.messageId].filter(Boolean).join(' '),
    parsed,
  }
}

export function personOf(address: Address | undefined): PersonAddress {
  return { name: address?.name ?? '', address: address?.address ?? '' }
}
