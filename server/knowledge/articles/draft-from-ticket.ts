import type { Language } from '#contract/common.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { escapeHtml } from '#server/platform/html.ts'
import { words } from '#server/platform/words.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { createArticle } from './create-article.ts'

/** So much of a conversation is worth being rewritten. */
const mostReplies = 10

/**
 * Begins an article of what was asked and answered in a ticket: for the desk alone, until somebody has rewritten it
 * without the customer. Notes are no part of it. Answers its id; `not_found` for a ticket the actor may not see.
 */
export async function draftFromTicket(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  { categoryId, language }: { categoryId: number; language: Language },
  now: Date,
): Promise<number> {
  const ticket = found(
    await tx
      .selectFrom('ticket')
      .select('subject')
      .where('id', '=', ticketId)
      .where(visibleTickets(actor))
      .executeTakeFirst(),
  )
  const question = await tx
    .selectFrom('customer_message')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  const replies = await tx
    .selectFrom('reply')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('is_automatic', '=', false)
    .where('delivery_state', '=', 'sent')
    .orderBy('id')
    .limit(mostReplies)
    .execute()
  const { t } = words(language)
  const html = [
    `<h2>${t('portal.article.question')}</h2>`,
    ...paragraphs(question?.text ?? ''),
    `<h2>${t('portal.article.answer')}</h2>`,
    ...replies.flatMap(({ text }) => paragraphs(text)),
  ].join('')
  return createArticle(
    tx,
    actor,
    {
      categoryId,
      language,
      title: ticket.subject.trim().slice(0, 200) || t('portal.article.question'),
      summary: '',
      html,
      visibility: 'internal',
      tags: [],
    },
    now,
  )
}

function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
}
