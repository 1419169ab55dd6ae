import type { WebhookType } from '#contract/webhook-events.ts'
import type { WebhookPayload, WebhookTicket } from '#contract/webhooks.ts'

type Post = NonNullable<WebhookPayload['data']['post']>

const at = '2026-03-02T09:32:00.000Z'
const customer = { id: 311, name: 'Мария Белова' }
const agent = { id: 4, name: 'Анна Смирнова' }
const person = { address: 'maria@shop.example', name: 'Мария Белова' }
const desk = { address: 'support@desk.example', name: '' }

const ticket: WebhookTicket = {
  id: 1256,
  number: 'HD-1256',
  subject: 'Не приходит счёт за март',
  snippet: 'Здравствуйте! Счёт за март так и не пришёл.',
  statusId: 2,
  statusCategory: 'open',
  priority: 'high',
  customer: { ...customer, email: person.address },
  assigneeId: agent.id,
  teamId: 2,
  source: 'email',
  tags: ['счёт'],
  waitingSince: at,
  dueAt: null,
  dueKind: null,
  frozenUntil: null,
  lastActivityAt: at,
  createdAt: '2026-03-02T09:30:00.000Z',
  categoryId: 3,
  replyChannel: 'email',
  inboxId: 1,
  participants: [],
  updatedAt: at,
  solvedAt: null,
  closedAt: null,
  mergedIntoId: null,
  fields: {},
  version: 5,
}
const written = { id: 9001, at, html: null, files: [] }
const message: Post = {
  kind: 'customer_message',
  ...written,
  text: 'Здравствуйте! Счёт за март так и не пришёл.',
  customer,
  channel: 'email',
  from: person,
  to: [desk],
  cc: [],
  quotedText: null,
  quotedHtml: null,
  hasRemoteImages: false,
  protection: null,
  senderWarning: null,
  recordedBy: null,
}
const replyIn = (state: Extract<Post, { kind: 'reply' }>['delivery']['state']): Post => ({
  kind: 'reply',
  ...written,
  text: 'Отправили счёт ещё раз, проверьте, пожалуйста, почту.',
  agent,
  isAutomatic: false,
  channel: 'email',
  to: [person],
  cc: [],
  bcc: [],
  delivery: {
    state,
    error: null,
    detail: null,
    sentAt: state === 'sent' ? at : null,
    sendAt: null,
    releasedAt: null,
    ifCustomerWrites: null,
  },
})
const note: Post = {
  kind: 'note',
  ...written,
  text: 'Бухгалтерия отправит до обеда.',
  agent,
  mentionedIds: [],
  reason: null,
  fromAddress: null,
}
const returned = (kind: string, status: string) => ({
  address: person.address,
  kind,
  status,
  blockedUntil: null,
})
const cause = { kind: 'rule', id: 12, name: 'Счёт: в бухгалтерию' }

/** What each type carries besides the ticket. */
const parts: Record<WebhookType, { data?: Record<string, unknown>; post?: Post; by?: 'agent' | 'customer' }> =
  {
    'ticket.created': { data: { customerMessageId: 9001, source: 'email' }, post: message, by: 'customer' },
    'ticket.updated': { data: { changes: { priority: ['medium', 'high'], teamId: [1, 2] }, cause } },
    'ticket.reopened': { data: { changes: { statusCategory: ['solved', 'open'] } }, by: 'customer' },
    'ticket.routed': { data: { agentId: 4, method: 'least_loaded' } },
    'ticket.frozen': { data: { until: '2026-03-05T09:00:00.000Z' }, by: 'agent' },
    'ticket.unfrozen': { data: { reason: 'customer_wrote' } },
    'ticket.merged': { data: { intoId: 1240 }, by: 'agent' },
    'ticket.absorbed': { data: { fromId: 1261 }, by: 'agent' },
    'ticket.unmerged': {
      data: { mergeId: 31, sourceId: 1261, targetId: 1256, direction: 'in', changes: {} },
      by: 'agent',
    },
    'ticket.kept_closed': { data: { limit: 5 } },
    'message.received': {
      data: { customerMessageId: 9001, isAutomatic: false },
      post: message,
      by: 'customer',
    },
    'message.moved': {
      data: { customerMessageId: 9001, fromTicketId: 1261, toTicketId: 1256, direction: 'in' },
      post: message,
      by: 'agent',
    },
    'reply.scheduled': {
      data: { replyId: 9001, sendAt: '2026-03-03T06:00:00.000Z', ifCustomerWrites: 'ask' },
      post: replyIn('scheduled'),
      by: 'agent',
    },
    'reply.held': { data: { replyId: 9001, reason: 'customer_wrote' }, post: replyIn('held') },
    'reply.created': { data: { replyId: 9001 }, post: replyIn('queued'), by: 'agent' },
    'reply.sent': { data: { replyId: 9001 }, post: replyIn('sent') },
    'reply.queued': { data: { replyId: 9001 }, post: replyIn('queued') },
    'reply.delayed': {
      data: { replyId: 9001, recipients: [returned('delayed', '4.4.1')] },
      post: replyIn('sent'),
    },
    'reply.failed': { data: { replyId: 9001 }, post: replyIn('failed') },
    'reply.bounced': {
      data: { replyId: 9001, recipients: [returned('hard', '5.1.1')] },
      post: replyIn('failed'),
    },
    'reply.complained': { data: { replyId: 9001, address: person.address }, post: replyIn('sent') },
    'reply.unconfirmed': { data: { replyId: 9001 }, post: replyIn('unconfirmed') },
    'reply.cancelled': { data: { replyId: 9001 }, post: replyIn('cancelled'), by: 'agent' },
    'note.added': { data: { noteId: 9001 }, post: note, by: 'agent' },
    'checklist.started': { data: { ticketChecklistId: 77, name: 'Подключение клиента' }, by: 'agent' },
    'checklist.finished': { data: { ticketChecklistId: 77, name: 'Подключение клиента' }, by: 'agent' },
    'checklist.removed': { data: { name: 'Подключение клиента', done: 3, of: 5 }, by: 'agent' },
    'sla.warned': { data: { clock: 'first_reply', dueAt: '2026-03-02T10:30:00.000Z' } },
    'sla.breached': { data: { clock: 'first_reply', dueAt: '2026-03-02T09:30:00.000Z' } },
    'ticket.rated': {
      data: {
        requestId: 311,
        score: 2,
        scale: 5,
        isGood: false,
        isLow: true,
        comment: 'Ответили быстро, но не о том',
      },
      by: 'customer',
    },
    'chat.ended': { by: 'customer' },
    'chat.resumed': {},
    'chat.mailed': { data: { address: 'irina@example.com' } },
    'rule.called': { data: { cause } },
    'webhook.test': { by: 'agent' },
  }

/** A payload of each type as the documentation shows it. */
export function examplePayload(type: WebhookType): WebhookPayload {
  const { data = {}, post = null, by } = parts[type]
  const actor = by === 'agent' ? agent : by === 'customer' ? customer : { id: null, name: '' }
  return {
    type,
    timestamp: at,
    data: {
      event: { kind: 'event', id: 48_211, at, type, actor: { kind: by ?? 'system', ...actor }, data },
      ticket: type === 'webhook.test' ? null : ticket,
      post,
      isPostCut: false,
    },
  }
}
