import * as z from 'zod'

/** What a webhook can be told of. */
export const WebhookEventType = z.enum([
  'ticket.created',
  'ticket.updated',
  'ticket.reopened',
  'ticket.routed',
  'ticket.frozen',
  'ticket.unfrozen',
  'ticket.merged',
  'ticket.absorbed',
  'ticket.unmerged',
  'ticket.kept_closed',
  'message.received',
  'message.moved',
  'reply.scheduled',
  'reply.held',
  'reply.created',
  'reply.queued',
  'reply.sent',
  'reply.delayed',
  'reply.failed',
  'reply.bounced',
  'reply.complained',
  'reply.unconfirmed',
  'reply.cancelled',
  'note.added',
  'checklist.started',
  'checklist.finished',
  'checklist.removed',
  'sla.warned',
  'sla.breached',
  'ticket.rated',
  'chat.ended',
  'chat.resumed',
  'chat.mailed',
])
export type WebhookEventType = z.infer<typeof WebhookEventType>
/** What is sent without being subscribed to: a rule's call, and a test by hand. */
export const WebhookType = z.enum([...WebhookEventType.options, 'rule.called', 'webhook.test'])
export type WebhookType = z.infer<typeof WebhookType>

/** What each is about, for the API's documentation. */
export const webhookSummaries: Record<WebhookType, string> = {
  'ticket.created': 'A ticket was created; `post` is the message it began with',
  'ticket.updated': 'Fields of a ticket changed; `event.data.changes` has each as [from, to]',
  'ticket.reopened': 'A customer’s message brought a solved or closed ticket back to work',
  'ticket.routed': 'A ticket was assigned automatically; `event.data` explains why to this agent',
  'ticket.frozen': 'A ticket was frozen until `event.data.until`',
  'ticket.unfrozen': 'A frozen ticket came back to work',
  'ticket.merged': 'A ticket was merged into `event.data.intoId`',
  'ticket.absorbed': 'A ticket took in `event.data.fromId`',
  'ticket.unmerged':
    'A merge was undone; told of both tickets, `event.data.direction` is `out` for the one that stands by itself again',
  'ticket.kept_closed':
    'A customer’s message did not bring the ticket back to work: it was brought back `event.data.limit` times within an hour',
  'message.received': 'A customer wrote in a ticket that was there',
  'message.moved':
    'A customer’s message was moved to another ticket; told of both, `event.data.direction` is `out` or `in`',
  'reply.scheduled':
    'A reply waits for its time, `event.data.sendAt`; `reply.created` follows when it leaves',
  'reply.held': 'A scheduled reply waits for a person to decide; `event.data.reason` says why',
  'reply.created': 'A reply to the customer was written and is on its way',
  'reply.queued': 'The letter of a reply goes out again',
  'reply.sent': 'The letter of a reply was taken by the other server',
  'reply.delayed': 'A server on the way reports that the letter of a reply is late; it still tries',
  'reply.failed': 'The letter of a reply could not be sent',
  'reply.bounced':
    'The letter of a reply came back; `event.data.recipients` has whom it did not reach and why',
  'reply.complained': 'A recipient reported the letter of a reply as unwanted',
  'reply.unconfirmed': 'Whether the letter of a reply was taken is not known',
  'reply.cancelled': 'A reply that waited will not be sent',
  'note.added': 'A colleague wrote an internal note; takes the right to read notes',
  'checklist.started': 'A checklist was started in a ticket',
  'checklist.finished': 'Every item of a checklist is done',
  'checklist.removed': 'A checklist was taken out of a ticket; `event.data` has how much of it was done',
  'sla.warned': 'A deadline is near; `event.data.clock` says which',
  'sla.breached': 'A deadline has passed; `event.data.clock` says which',
  'rule.called': 'A rule called this webhook; `event.data.cause` says which',
  'webhook.test': 'Somebody tries whether deliveries arrive; `ticket` and `post` are null',
  'ticket.rated':
    'The customer said how it was: `event.data.score` of `event.data.scale`, `event.data.comment`, whether that `isGood` and `isLow`; `event.data.previous` where they changed their mind',
  'chat.ended': 'The visitor or an agent ended the chat',
  'chat.resumed': 'An agent went on in the chat after it had ended or gone on by letter',
  'chat.mailed': 'The visitor had left the chat; the conversation went on by letter to `event.data.address`',
}
