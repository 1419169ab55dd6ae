import type { Language } from '#contract/common.ts'
import type { NotificationKind } from '#contract/notifications.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { defaultWishes } from './kinds.ts'

export interface NoticeToMail {
  kind: NotificationKind
  ticket_id: number | null
  facts: Record<string, unknown>
  text: string
}

interface Line {
  text: string
  /** Where it leads. */
  path: string
}

/** What a letter says of notices, each thing once: only of what the agent wishes letters of and may see now. */
export async function linesOf(
  tx: Tx,
  actor: Actor,
  notices: readonly NoticeToMail[],
  { prefix, language }: { prefix: string; language: Language },
): Promise<Line[]> {
  const wished = await mailedKinds(tx, actor.agentId)
  const subjects = await subjectsOf(tx, actor, notices)
  const lines = new Map<string, Line>()
  for (const notice of notices) {
    if (!wished(notice.kind)) continue
    const line =
      notice.ticket_id === null
        ? actor.permissions.has('webhook.manage') && aboutWebhook(notice, language)
        : aboutTicket(notice, notice.ticket_id, subjects, { prefix, language })
    if (line) lines.set(`${line.path} ${line.text}`, line)
  }
  return [...lines.values()]
}

async function mailedKinds(tx: Tx, agentId: number): Promise<(kind: NotificationKind) => boolean> {
  const rows = await tx
    .selectFrom('notification_wish')
    .select(['kind', 'is_mailed'])
    .where('agent_id', '=', agentId)
    .execute()
  const own = new Map(rows.map((row) => [row.kind, row.is_mailed]))
  return (kind) => own.get(kind) ?? defaultWishes[kind].isMailed
}

async function subjectsOf(
  tx: Tx,
  actor: Actor,
  notices: readonly NoticeToMail[],
): Promise<Map<number, string>> {
  const ids = [...new Set(notices.flatMap(({ ticket_id }) => ticket_id ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('ticket')
    .select(['id', 'subject'])
    .where('id', 'in', ids)
    .where(visibleTickets(actor))
    .execute()
  return new Map(rows.map(({ id, subject }) => [id, subject]))
}

function aboutWebhook(notice: NoticeToMail, language: Language): Line {
  const { webhookId } = notice.facts
  const one = Number.isSafeInteger(webhookId) ? `/${String(webhookId)}` : ''
  return { path: `/settings/webhooks${one}`, text: kindIn(language, notice) }
}

function aboutTicket(
  notice: NoticeToMail,
  ticketId: number,
  subjects: Map<number, string>,
  { prefix, language }: { prefix: string; language: Language },
): Line | null {
  const subject = subjects.get(ticketId)
  if (subject === undefined) return null
  const own = notice.kind === 'rule' && notice.text !== '' ? `: ${notice.text}` : ''
  return {
    path: `/tickets/${ticketId}`,
    text: `${prefix}-${ticketId} «${subject}». ${kindIn(language, notice)}${own}`,
  }
}

function kindIn(language: Language, { kind, facts }: NoticeToMail): string {
  return words(language).t(`letter.notice.kind.${kind}`, {
    name: typeof facts['name'] === 'string' ? facts['name'] : '',
  })
}
