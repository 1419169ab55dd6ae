import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { Readable } from 'node:stream'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { KeptLetter } from '../receiving/keep-letter.ts'
import { type Hearing, type Outcome, ignored } from '../receiving/letter-case.ts'
import { storeLetter } from '../receiving/store-letter.ts'
import { raiseAlert } from './raise-alert.ts'

/**
 * A letter in a mailbox that is larger than the desk takes: its headers enter the ledger in its place, so that it is
 * seen and asked about. The letter itself stays where it is. Null when it has gone meanwhile.
 */
export async function keepHeaders(
  desk: EmailDesk,
  client: ImapFlow,
  { inboxId, address }: { inboxId: number; address: string },
  head: Pick<FetchMessageObject, 'uid' | 'size'>,
): Promise<KeptLetter | null> {
  const message = await client.fetchOne(String(head.uid), { headers: true }, { uid: true })
  if (!message || !message.headers) return null
  const letter = await storeLetter(desk, Readable.from([message.headers]))
  return {
    ...letter,
    inboxId,
    receivedAt: desk.clock.now(),
    envelope: { via: 'imap', mailFrom: null, rcptTo: [address], oversizeBytes: head.size ?? 0 },
  }
}

/** Of a letter that was too large only the headers are here; administrators are told. */
export async function refuseOversize(
  tx: Tx,
  { row, inbox, judgement, isWanted, now }: Hearing,
  limitBytes: number,
): Promise<Outcome | null> {
  const { oversizeBytes, rcptTo = [] } = row.envelope
  if (oversizeBytes === undefined || isWanted) return null
  await raiseAlert(
    tx,
    { kind: 'letter_too_large', subject: rcptTo[0] ?? `${inbox.id}`, inboxId: inbox.id },
    now,
  )
  if (judgement.mayAnswer) await enqueue(tx, 'email.tellTooLarge', { letterId: row.id })
  return ignored('too_large', { sizeBytes: oversizeBytes, limitBytes })
}
