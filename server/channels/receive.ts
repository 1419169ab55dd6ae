import type { PersonAddress } from '#contract/common.ts'
import { findOrCreateCustomer, normaliseEmail } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { hidden } from './email/sending/fill-letter.ts'
import { type Received, type ReceivedMessage, receiveMessage } from '#server/tickets/index.ts'

/** A customer's message as every channel hands it over. */
export interface ChannelMessage extends Omit<
  ReceivedMessage,
  'customerId' | 'inboxId' | 'teamId' | 'reopening'
> {
  inbox: { id: number; teamId: number | null; reopening: ReceivedMessage['reopening'] }
  /** Who wrote it; the address makes the customer. */
  sender: PersonAddress
}

/** Stands for whoever gave no address at all; a reserved domain, so nothing is ever sent there. */
export const unknownSender = 'unknown@sender.invalid'

/** The same for every channel: address → customer → ticket, in the caller's transaction. */
export async function receive(tx: Tx, message: ChannelMessage, now: Date): Promise<Received> {
  const { sender, inbox, ...rest } = message
  const address = normaliseEmail(sender.address)
  const customerId = await findOrCreateCustomer(
    tx,
    {
      kind: 'email',
      value: address.includes('@') ? address.slice(0, 254) : unknownSender,
      name: sender.name.slice(0, 200),
      ...(isRussian(message.text) && { language: 'ru' as const }),
    },
    now,
  )
  await keepBlob(tx, ...message.files.map((file) => file.stored))
  const { id: inboxId, teamId, reopening } = inbox
  const shown = {
    text: hidden(rest.text),
    html: rest.html && hidden(rest.html),
    quotedText: rest.quotedText && hidden(rest.quotedText),
    quotedHtml: rest.quotedHtml && hidden(rest.quotedHtml),
  }
  return receiveMessage(tx, { ...rest, ...shown, customerId, inboxId, teamId, reopening }, now)
}

/** Good enough to greet a stranger in: more Cyrillic letters than Latin ones. */
function isRussian(text: string): boolean {
  const sample = text.slice(0, 2000)
  const cyrillic = sample.match(/[а-яё]/gi)?.length ?? 0
  const latin = sample.match(/[a-z]/gi)?.length ?? 0
  return cyrillic > latin
}
