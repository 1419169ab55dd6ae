import { createChat, introduce, openChat, sayLine } from '#server/channels/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { lockTicket, markDelivery, reply, updateTicket } from '#server/tickets/index.ts'
import { plainHtml } from './composed-text.ts'
import type { DemoDesk } from './demo-desk.ts'
import { deskDomain } from './desk-words.ts'
import { chatStories, type ChatStory, invitations } from './texts/chats.ts'

const minuteMs = 60_000
/** A browser that is there answers at once. */
const arrivalMs = 300

/** A chat on the site of the made-up shop, and what its visitors said there, by the operations widgets use. */
export async function fillChats(tx: Tx, desk: DemoDesk, now: Date): Promise<void> {
  const { platform, actors, teamIds, inboxIds, language } = desk
  const chat = await createChat(
    tx,
    platform.secrets,
    actors.olga,
    {
      name: language === 'ru' ? 'Сайт магазина' : 'The shop’s site',
      teamId: teamIds.first,
      inboxId: inboxIds.support,
      proactive: invitations,
    },
    new Date(now.getTime() - 2 * 24 * 60 * minuteMs),
  )
  for (const story of chatStories[language]) await tell(tx, desk, chat.id, story, now)
}

async function tell(tx: Tx, desk: DemoDesk, chatId: number, story: ChatStory, now: Date): Promise<void> {
  const { visitor, page, lines, assignee } = story
  const before = (minutes: number) => new Date(now.getTime() - minutes * minuteMs)
  const begun = before(lines[0]?.ago ?? 0)
  const where = { url: `https://${deskDomain}${page.path}`, title: page.title }
  const arrival = { user: null, language: desk.language, page: where, network: 'demo' }
  const { token } = await openChat(tx, { id: chatId }, arrival, begun)
  if (visitor.name !== '') await introduce(tx, token, visitor, begun)
  for (const [index, { ago, by, text }] of lines.entries()) {
    const at = before(ago)
    if (by === undefined) {
      await sayLine(
        tx,
        token,
        { clientKey: `demo-line-${index}`, text, fileIds: [] },
        { network: 'demo' },
        at,
      )
      continue
    }
    const ticketId = await ticketOf(tx, chatId)
    const id = await reply(tx, desk.actors[by], ticketId, { html: plainHtml(text), fileIds: [] }, at)
    await markDelivery(tx, id, { state: 'sent' }, new Date(at.getTime() + arrivalMs))
  }
  const ticketId = await ticketOf(tx, chatId)
  const { actors, statusIds } = desk
  const owner = assignee && actors[assignee]
  if (!owner) return
  const { version } = await lockTicket(tx, owner, ticketId)
  const changes = { assigneeId: owner.agentId, ...(story.isSolved && { statusId: statusIds.solved }) }
  await updateTicket(tx, owner, ticketId, { version, ...changes }, before(lines.at(-1)?.ago ?? 0))
}

/** The ticket of the talk that began last. */
async function ticketOf(tx: Tx, chatId: number): Promise<number> {
  const row = await tx
    .selectFrom('chat_conversation')
    .innerJoin('chat_visitor', 'chat_visitor.id', 'chat_conversation.visitor_id')
    .select('chat_conversation.ticket_id')
    .where('chat_visitor.chat_id', '=', chatId)
    .orderBy('chat_conversation.ticket_id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.ticket_id
}
