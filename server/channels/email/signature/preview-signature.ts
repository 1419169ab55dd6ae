import { signatureVariables } from '#contract/signatures.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { mustBeTemplate } from '#server/platform/written-template.ts'
import { visibleTicket } from '#server/tickets/index.ts'
import { chooseSignatures } from './choose-signatures.ts'
import { type Signature, joinSignatures, renderSignature } from './render-signature.ts'

interface PreviewInput {
  template?: string | undefined
  inboxId?: number | undefined
  ticketId?: number | undefined
}

/** A signature as letters would carry it, of one being written or of the next answer; nothing is kept. */
export async function previewSignature(db: Db, actor: Actor, input: PreviewInput): Promise<Signature> {
  if (input.template !== undefined) mustBeTemplate(input.template, signatureVariables)
  const [agent, ticket, settings] = await Promise.all([
    readAgent(db, actor.agentId),
    input.ticketId === undefined ? null : readTicket(db, actor, input.ticketId),
    readSettings(db),
  ])
  const inbox = await readInbox(db, input.inboxId ?? ticket?.inbox_id ?? null)
  const { t } = words(agent.language)
  const templates =
    input.template === undefined
      ? chooseSignatures(readSection('signature', inbox?.signature ?? null), agent.signature)
      : [input.template]
  const values = {
    agent: { name: agent.name, position: agent.position ?? '', email: agent.email },
    inbox: { name: inbox?.name ?? settings.desk_name, address: inbox?.address ?? '' },
    ticket: {
      number: `${settings.ticket_prefix}-${ticket?.id ?? 1256}`,
      subject: ticket?.subject ?? t('letter.example.subject'),
    },
    customer: { name: ticket?.customer ?? t('letter.example.customer') },
  }
  return joinSignatures(templates.map((template) => renderSignature(template, values)))
}

function readAgent(db: Db, agentId: number) {
  return db
    .selectFrom('agent')
    .select(['name', 'email', 'language', 'position', 'signature'])
    .where('id', '=', agentId)
    .executeTakeFirstOrThrow()
}

async function readTicket(db: Db, actor: Actor, ticketId: number) {
  await visibleTicket(db, actor, ticketId)
  return db
    .selectFrom('ticket')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .select(['ticket.id', 'ticket.subject', 'ticket.inbox_id', 'customer.name as customer'])
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow()
}

/** The inbox asked for; without one, the oldest that sends, as the outbox would choose. */
async function readInbox(db: Db, inboxId: number | null) {
  const row = await db
    .selectFrom('inbox')
    .select(['name', 'address', 'signature'])
    .where('archived_at', 'is', null)
    .$if(inboxId !== null, (query) => query.where('id', '=', inboxId))
    .orderBy('id')
    .executeTakeFirst()
  return inboxId === null ? (row ?? null) : found(row)
}
