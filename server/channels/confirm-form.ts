import * as z from 'zod'
import { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { html } from '#server/platform/html.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { addAutomaticReply, ticketNumbers } from '#server/tickets/index.ts'
import { admitAnswer } from './email/policy/admit-answer.ts'
import { sendingInbox } from './sending-inbox.ts'

const Payload = z.object({ ticketId: z.int(), language: Language })

/**
 * The job `form.confirm`: tells whoever sent a form, by letter, that it has arrived. Bounded as every letter the desk
 * sends by itself: anybody can write anybody's address into a form.
 */
export async function confirmForm(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { ticketId, language } = Payload.parse(payload)
  const message = await tx
    .selectFrom('customer_message')
    .innerJoin('ticket', 'ticket.id', 'customer_message.ticket_id')
    .select(['from_address', 'from_name', 'ticket.subject'])
    .where('ticket_id', '=', ticketId)
    .where('channel', '=', 'webform')
    .orderBy('customer_message.id')
    .executeTakeFirst()
  const inboxId = await sendingInbox(tx, ticketId)
  if (!message?.from_address || inboxId === null) return
  const address = message.from_address.toLowerCase()
  if ((await admitAnswer(tx, { address, inboxId, ticketId }, now)) !== null) return
  const [{ desk_name: deskName }, numberOf] = await Promise.all([readSettings(tx), ticketNumbers(tx)])
  const { t } = words(language)
  const lines = [
    t('letter.form.hello'),
    t('letter.form.arrived', { number: numberOf(ticketId), subject: message.subject }),
    t('letter.form.next'),
    deskName,
  ]
  await addAutomaticReply(
    tx,
    {
      ticketId,
      inboxId,
      to: { address, name: message.from_name ?? '' },
      subject: null,
      html: lines.map((line) => html`<p>${line}</p>`.text).join('\n'),
      text: lines.join('\n\n'),
    },
    now,
  )
}
