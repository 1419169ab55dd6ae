import type { LetterProtection } from '#contract/letter-keys.ts'
import type { FeedItem, FileRef, Ticket, TicketListItem } from '#contract/tickets.ts'
import type { CardRow } from './get-ticket.ts'
import type { PostRow, Waiting } from './get-feed.ts'
import type { Origin } from './origins-of.ts'
import type { ListItemRow } from './load-list-items.ts'
import type { FileRow } from './tables.ts'
import { priorityFromNumber } from './ticket.ts'

type Reply = Extract<FeedItem, { kind: 'reply' }>

/** Rows → wire: the one place where columns get their public names. */
export function presentListItem(row: ListItemRow, numberOf: (id: number) => string): TicketListItem {
  return {
    id: row.id,
    number: numberOf(row.id),
    subject: row.subject,
    snippet: row.snippet,
    statusId: row.status_id,
    statusCategory: row.status_category,
    priority: priorityFromNumber(row.priority),
    customer: { id: row.customer_id, name: row.customer_name, email: row.customer_email },
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    source: row.source,
    tags: row.tags,
    isUnread: row.last_post_id > (row.read_post_id ?? 0),
    hasHeldReply: row.has_held_reply,
    waitingSince: instant(row.waiting_since),
    dueAt: instant(row.due_at),
    dueKind: row.due_kind,
    frozenUntil: instant(row.frozen_until),
    mergedIntoId: row.merged_into_id,
    lastActivityAt: row.last_activity_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }
}

export function presentTicket(row: CardRow, numberOf: (id: number) => string): Ticket {
  return {
    ...presentListItem(row, numberOf),
    categoryId: row.category_id,
    inboxId: row.inbox_id,
    replyChannel: row.reply_channel ?? 'email',
    participants: row.participants,
    isFollowed: row.is_followed,
    updatedAt: row.updated_at.toISOString(),
    solvedAt: instant(row.solved_at),
    closedAt: instant(row.closed_at),
    fields: row.fields ?? {},
    version: row.version,
  }
}

export function presentFile(
  row: Pick<FileRow, 'id' | 'name' | 'mime' | 'size_bytes' | 'is_inline' | 'content_id'>,
): FileRef {
  return {
    id: row.id,
    name: row.name,
    mime: row.mime,
    sizeBytes: row.size_bytes,
    isInline: row.is_inline,
    contentId: row.content_id,
    url: `/api/v1/files/${row.id}`,
  }
}

export function presentPost(row: PostRow, files: FileRef[], cameFrom?: Origin): FeedItem {
  const at = row.at.toISOString()
  const agent = row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' }
  const post = { id: row.id, at, text: row.text ?? '', html: row.html, files, ...(cameFrom && { cameFrom }) }
  switch (row.kind) {
    case 'customer_message':
      return {
        kind: row.kind,
        ...post,
        customer: { id: row.customer_id ?? 0, name: row.customer_name ?? '' },
        channel: row.channel ?? 'api',
        from: row.from_address === null ? null : { address: row.from_address, name: row.from_name ?? '' },
        to: row.to_addresses ?? [],
        cc: row.cc_addresses ?? [],
        quotedText: row.quoted_text,
        quotedHtml: row.quoted_html,
        hasRemoteImages: row.is_flagged ?? false,
        protection: row.data as LetterProtection | null,
        senderWarning: row.reason === 'forged' ? 'forged' : null,
        recordedBy: agent,
      }
    case 'reply':
      return {
        kind: row.kind,
        ...post,
        agent,
        isAutomatic: row.is_flagged ?? false,
        channel: row.channel ?? 'email',
        to: row.to_addresses ?? [],
        cc: row.cc_addresses ?? [],
        bcc: row.bcc_addresses ?? [],
        delivery: {
          state: row.delivery_state ?? 'queued',
          error: row.reason,
          detail: row.detail,
          sentAt: instant(row.sent_at),
          ...waitingOf(row),
        },
      }
    case 'note':
      return {
        kind: row.kind,
        ...post,
        agent,
        mentionedIds: row.mentioned_ids ?? [],
        reason: row.reason,
        fromAddress: row.from_address,
      }
    case 'event':
      return {
        kind: row.kind,
        id: row.id,
        at,
        type: row.detail ?? '',
        actor: actorOf(row),
        data: { ...row.data },
      }
  }
}

/** A reply that leaves at once carries nothing of this. */
function waitingOf(row: PostRow): Pick<Reply['delivery'], 'sendAt' | 'releasedAt' | 'ifCustomerWrites'> {
  const { sendAt = null, releasedAt = null, ifCustomerWrites = null } = (row.data ?? {}) as Partial<Waiting>
  const at = (text: string | null) => (text === null ? null : new Date(text).toISOString())
  const isWaiting = releasedAt === null && row.delivery_state !== 'cancelled'
  return { sendAt: isWaiting ? at(sendAt) : null, releasedAt: at(releasedAt), ifCustomerWrites }
}

function actorOf(row: PostRow) {
  if (row.agent_id !== null) return { kind: 'agent' as const, id: row.agent_id, name: row.agent_name ?? '' }
  if (row.customer_id !== null)
    return { kind: 'customer' as const, id: row.customer_id, name: row.customer_name ?? '' }
  return { kind: 'system' as const, id: null, name: '' }
}

function instant(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}
