import * as z from 'zod'
import { ById, EmailAddress, Empty, Id, Instant, Language, PageQuery, page } from './common.ts'
import { Priority } from './desk.ts'
import { route } from './route.ts'

const tag = 'mail policy'

/**
 * How a text is compared; letter case never matters. `matches` takes a regular expression: JavaScript's syntax
 * without backreferences and lookaround. `like` takes * for any run of characters.
 */
export const TextOperator = z.enum([
  'is',
  'is_not',
  'contains',
  'contains_not',
  'begins',
  'ends',
  'like',
  'matches',
])
export type TextOperator = z.infer<typeof TextOperator>
const TextValue = z.string().min(1).max(500)
const HeaderName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[!-9;-~]{1,80}$/)

/** One thing a rule asks of a letter. */
export const RuleCondition = z.discriminatedUnion('field', [
  z.object({
    /** `from` and `to` look at every address; `sender_domain` also holds for its subdomains. */
    field: z.enum(['from', 'sender_domain', 'to', 'subject', 'body', 'file_name']),
    operator: TextOperator,
    value: TextValue,
  }),
  z.object({
    field: z.literal('header'),
    name: HeaderName,
    operator: z.enum(['present', 'absent', ...TextOperator.options]),
    /** Empty with `present` and `absent`. */
    value: z.string().max(500),
  }),
  z.object({ field: z.literal('inbox'), operator: z.enum(['is', 'is_not']), inboxId: Id }),
  z.object({ field: z.literal('has_attachment'), value: z.boolean() }),
  /** The whole letter as it came, in kilobytes of 1,024 bytes. */
  z.object({
    field: z.literal('size'),
    operator: z.enum(['above', 'below']),
    kilobytes: z.int().min(1).max(1_000_000),
  }),
  /** What our own check of SPF, DKIM and DMARC says of the sender's domain. */
  z.object({ field: z.literal('authentication'), verdict: z.enum(['pass', 'fail', 'none']) }),
  /** Written by a machine, or a mailing. */
  z.object({ field: z.literal('automatic'), value: z.boolean() }),
])
export type RuleCondition = z.infer<typeof RuleCondition>

/** Text in which `{name}` stands for what a pattern's named group caught. */
const Captured = z.string().trim().min(1).max(200)

/** What a rule does to a letter; several rules add up, the later one wins. */
export const RuleActions = z.object({
  /** No ticket: the letter stays in the ledger under the rule's name and can be processed again from there. */
  drop: z.enum(['ignore', 'spam']).nullable(),
  teamId: Id.nullable(),
  categoryId: Id.nullable(),
  priority: Priority.nullable(),
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  /** Facts written into the ticket's history: an order's number, a device. */
  values: z.array(z.object({ name: z.string().trim().min(1).max(60), value: Captured })).max(10),
  /** The limit of new tickets an hour does not hold for this sender: a form of one's own, a monitoring system. */
  isTrusted: z.boolean(),
  /** Later rules are not asked. */
  stops: z.boolean(),
})
export type RuleActions = z.infer<typeof RuleActions>
/** The same where what is left out means "nothing of the kind". */
const ActionsBody = z.object({
  drop: RuleActions.shape.drop.default(null),
  teamId: RuleActions.shape.teamId.default(null),
  categoryId: RuleActions.shape.categoryId.default(null),
  priority: RuleActions.shape.priority.default(null),
  tags: RuleActions.shape.tags.default([]),
  values: RuleActions.shape.values.default([]),
  isTrusted: z.boolean().default(false),
  stops: z.boolean().default(false),
})

const Rule = z.object({
  name: z.string().trim().min(1).max(120),
  isActive: z.boolean(),
  /** `new`: letters that would open a ticket. `all`: also what continues one. */
  appliesTo: z.enum(['new', 'all']),
  match: z.enum(['all', 'any']),
  conditions: z.array(RuleCondition).min(1).max(20),
  actions: RuleActions,
})
export type RuleBody = z.infer<typeof Rule>
export const MailRule = Rule.extend({ id: Id, position: z.int(), version: z.int() })
export type MailRule = z.infer<typeof MailRule>
const RuleBody = Rule.extend({
  isActive: Rule.shape.isActive.default(true),
  appliesTo: Rule.shape.appliesTo.default('new'),
  match: Rule.shape.match.default('all'),
  actions: ActionsBody,
})

export const listMailRules = route({
  method: 'GET',
  path: '/mail-rules',
  summary: 'The rules that see every letter before it becomes a ticket, in their order',
  tag,
  access: 'inbox.manage',
  response: z.object({ items: z.array(MailRule) }),
})
export const createMailRule = route({
  method: 'POST',
  path: '/mail-rules',
  summary: 'Add a rule at the end',
  tag,
  access: 'inbox.manage',
  status: 201,
  body: RuleBody,
  response: MailRule,
})
export const updateMailRule = route({
  method: 'PATCH',
  path: '/mail-rules/:id',
  summary: 'Change a rule',
  tag,
  access: 'inbox.manage',
  params: ById,
  body: Rule.extend({ actions: ActionsBody }).partial().extend({ version: z.int() }),
  response: MailRule,
})
export const deleteMailRule = route({
  method: 'DELETE',
  path: '/mail-rules/:id',
  summary: 'Take a rule away',
  tag,
  access: 'inbox.manage',
  params: ById,
  response: Empty,
})
export const orderMailRules = route({
  method: 'PUT',
  path: '/mail-rule-order',
  summary: 'Put the rules in another order; all of them are named',
  tag,
  access: 'inbox.manage',
  body: z.object({
    /** The order that was seen; is it another by now, the answer is `version_conflict`. */
    before: z.array(Id).max(500),
    ids: z.array(Id).max(500),
  }),
  response: z.object({ items: z.array(MailRule) }),
})

/** What one rule said to a letter. */
const RuleTrial = z.object({
  ruleId: Id.nullable(),
  name: z.string(),
  isMatched: z.boolean(),
  /** In the rule's order: whether each condition holds. */
  conditions: z.array(z.boolean()),
})
export const MailTrial = z.object({
  letter: z.object({
    from: z.string().nullable(),
    to: z.array(z.string()),
    subject: z.string(),
    kind: z.enum(['person', 'auto_reply', 'bulk', 'bounce', 'complaint']),
    authentication: z.enum(['pass', 'fail', 'none']),
    fileNames: z.array(z.string()),
  }),
  rules: z.array(RuleTrial),
  /** What all of it comes to. */
  actions: RuleActions,
  /** The rule that drops the letter or ends the list. */
  decidedBy: z.string().nullable(),
  captures: z.record(z.string(), z.string()),
})
export type MailTrial = z.infer<typeof MailTrial>
export const tryMailRules = route({
  method: 'POST',
  path: '/mail-rule-trials',
  summary: 'What the rules would do with a letter; nothing is changed',
  tag,
  access: 'inbox.manage',
  body: z
    .object({
      /** A letter of the ledger, or the source of one. */
      letterId: Id.optional(),
      raw: z.string().min(1).max(2_000_000).optional(),
      inboxId: Id.nullable().default(null),
      /** A rule not saved yet, tried in the place of the one it changes, or at the end. */
      draft: RuleBody.extend({ id: Id.nullable().default(null) }).optional(),
    })
    .refine((body) => (body.letterId === undefined) !== (body.raw === undefined), {
      path: ['raw'],
      message: 'letterId or raw',
    }),
  response: MailTrial,
})

/** How much is too much. Everything above stays in the ledger, and administrators are told once. */
export const MailLimits = z.object({
  /** New tickets by letters of one sender. */
  newTicketsPerHour: z.int().min(1).max(100_000),
  /** Letters by machines of one sender into one ticket. */
  automaticLettersPerDay: z.int().min(0).max(1000),
  /** Letters of one sender into one ticket, whoever seems to write them. */
  lettersPerTicketPerHour: z.int().min(1).max(1000),
  /** How often letters may reopen one ticket that was solved or closed; further ones enter it and leave its status. */
  reopeningsPerHour: z.int().min(1).max(1000),
  /** Automatic answers of ours to one address. */
  automaticAnswersPerDay: z.int().min(0).max(1000),
  /** People beside sender and desk who are remembered of one letter. */
  peoplePerLetter: z.int().min(0).max(200),
  /** Days an address is written to no more after a final refusal. */
  blockDays: z.int().min(1).max(3650),
  /** So many passing refusals within `softBounceDays` count as a final one; 0 never does. */
  softBounces: z.int().min(0).max(100),
  softBounceDays: z.int().min(1).max(90),
})
export type MailLimits = z.infer<typeof MailLimits>
/** As they come. */
export const usualLimits: MailLimits = {
  newTicketsPerHour: 200,
  automaticLettersPerDay: 5,
  lettersPerTicketPerHour: 30,
  reopeningsPerHour: 5,
  automaticAnswersPerDay: 10,
  peoplePerLetter: 40,
  blockDays: 30,
  softBounces: 5,
  softBounceDays: 7,
}
export const getMailLimits = route({
  method: 'GET',
  path: '/mail-limits',
  summary: 'The limits that keep floods and loops out',
  tag,
  access: 'inbox.manage',
  response: MailLimits,
})
export const updateMailLimits = route({
  method: 'PATCH',
  path: '/mail-limits',
  summary: 'Change the limits; one left out stays',
  tag,
  access: 'inbox.manage',
  body: MailLimits.partial(),
  response: MailLimits,
})

export const BlockedAddress = z.object({
  id: Id,
  address: z.string(),
  /** `all`: no letter goes there; `automatic`: only people's answers do. */
  scope: z.enum(['all', 'automatic']),
  /** A key of `blockCause` in locales/. */
  cause: z.enum(['hard_bounce', 'soft_bounces', 'complaint', 'agent']),
  status: z.string().nullable(),
  /** What the other server said. */
  diagnostic: z.string().nullable(),
  ticketId: Id.nullable(),
  blockedBy: z.string().nullable(),
  blockedAt: Instant,
  expiresAt: Instant.nullable(),
})
export type BlockedAddress = z.infer<typeof BlockedAddress>
export const listBlockedAddresses = route({
  method: 'GET',
  path: '/blocked-addresses',
  summary: 'Addresses that are not written to, newest first',
  tag,
  access: 'customer.update',
  query: PageQuery.extend({ words: z.string().trim().max(254).optional() }),
  response: page(BlockedAddress),
})
export const blockAddress = route({
  method: 'POST',
  path: '/blocked-addresses',
  summary: 'Write to an address no more',
  tag,
  access: 'customer.update',
  status: 201,
  body: z.object({
    address: EmailAddress,
    scope: z.enum(['all', 'automatic']).default('all'),
    /** Null is for good. */
    days: z.int().min(1).max(3650).nullable().default(null),
  }),
  response: BlockedAddress,
})
export const unblockAddress = route({
  method: 'DELETE',
  path: '/blocked-addresses/:id',
  summary: 'Write to an address again',
  tag,
  access: 'customer.update',
  params: ById,
  response: Empty,
})
export const lookUpBlocked = route({
  method: 'POST',
  path: '/blocked-address-lookups',
  summary: 'Which of these addresses a reply would not reach',
  tag,
  access: 'ticket.reply',
  body: z.object({ addresses: z.array(z.string().max(320)).max(150) }),
  response: z.object({ items: z.array(BlockedAddress) }),
})

/** The example an acknowledgement is shown with in Settings. */
export const previewAcknowledgement = route({
  method: 'POST',
  path: '/acknowledgement-previews',
  summary: 'An acknowledgement as a customer would get it',
  tag,
  access: 'inbox.manage',
  body: z.object({
    inboxId: Id.nullable().default(null),
    language: Language,
    subject: z.string().max(500),
    body: z.string().max(10_000),
  }),
  response: z.object({ subject: z.string(), html: z.string(), text: z.string() }),
})
