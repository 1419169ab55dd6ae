import type { NotificationKind } from '#contract/notifications.ts'
import type { Language } from '#contract/common.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { words } from '#server/platform/words.ts'
import { visibleTickets } from '#server/tickets/index.ts'

/**
 * Writes the letter of a notice, once, unless it has been read meanwhile or its ticket is no longer for the agent's
 * eyes. The letter says what happened and leads to the ticket; what was written there it does not repeat.
 */
export async function mailNotice(platform: Platform, payload: unknown): Promise<void> {
  const { notificationId } = payload as { notificationId: number }
  await inTransaction(platform.database.db, async (tx) => {
    const now = platform.clock.now()
    const notice = await tx
      .updateTable('notification')
      .set({ mailed_at: now })
      .where('id', '=', notificationId)
      .where('mailed_at', 'is', null)
      .where('read_at', 'is', null)
      .returning(['agent_id', 'kind', 'ticket_id', 'facts', 'text'])
      .executeTakeFirst()
    if (!notice) return
    const actor = await actorOfAgent(tx, notice.agent_id)
    const agent = await tx
      .selectFrom('agent')
      .select(['email', 'name', 'language'])
      .where('id', '=', notice.agent_id)
      .where('is_active', '=', true)
      .executeTakeFirst()
    if (!actor || !agent || (await isOwnAddress(tx, agent.email))) return
    const { desk_name: deskName, ticket_prefix: prefix } = await readSettings(tx)
    const page = await pageOf(tx, actor, notice, prefix)
    if (!page) return
    await queueSystemLetter(tx, platform, {
      to: agent.email,
      template: 'notice',
      language: agent.language,
      facts: {
        agentName: agent.name,
        deskName,
        url: new URL(page.path, platform.config.publicUrl).href,
        validFor: 0,
        lines: [page.line(agent.language)],
      },
    })
  })
}

/** Where the letter leads and what it says; null for what the agent may not see any more. */
async function pageOf(
  tx: Tx,
  actor: NonNullable<Awaited<ReturnType<typeof actorOfAgent>>>,
  notice: { kind: NotificationKind; ticket_id: number | null; facts: Record<string, unknown>; text: string },
  prefix: string,
): Promise<{ path: string; line: (language: Language) => string } | null> {
  const kindIn = (language: Language) =>
    words(language).t(`letter.notice.kind.${notice.kind}`, {
      name: typeof notice.facts['name'] === 'string' ? notice.facts['name'] : '',
    })
  if (notice.ticket_id === null) {
    if (!actor.permissions.has('webhook.manage')) return null
    const { webhookId } = notice.facts
    const one = Number.isSafeInteger(webhookId) ? `/${String(webhookId)}` : ''
    return { path: `/settings/webhooks${one}`, line: kindIn }
  }
  const ticket = await tx
    .selectFrom('ticket')
    .select(['id', 'subject'])
    .where('id', '=', notice.ticket_id)
    .where(visibleTickets(actor))
    .executeTakeFirst()
  if (!ticket) return null
  const own = notice.kind === 'rule' && notice.text !== '' ? `: ${notice.text}` : ''
  return {
    path: `/tickets/${ticket.id}`,
    line: (language) => `${prefix}-${ticket.id} «${ticket.subject}». ${kindIn(language)}${own}`,
  }
}

/** A letter to an address of the desk itself would come back as a ticket. */
async function isOwnAddress(tx: Tx, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('inbox')
    .select('id')
    .where((eb) => eb(eb.fn<string>('lower', ['address']), '=', email.toLowerCase()))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
