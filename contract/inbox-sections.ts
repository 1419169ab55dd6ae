import * as z from 'zod'
import { EmailAddress } from './common.ts'
import { SignatureTemplate } from './signatures.ts'

/** The addresses of an inbox beside its own, and from which of them it answers. */
const Addressing = z.object({
  /** Letters to any of these are letters to the inbox. */
  aliases: z.array(EmailAddress).max(50),
  /** `written_to`: an answer goes out from the address the customer wrote to; `main`: from the inbox's own. */
  answersFrom: z.enum(['written_to', 'main']),
  /**
   * Whether answers ask to be answered at `support+1256-key@…`. The built-in listener always takes such addresses;
   * `auto` is yes for it and no for a mailbox elsewhere, whose provider may refuse them.
   */
  plusReplies: z.enum(['auto', 'always', 'never']),
})

/** What stands under every answer of the inbox. */
const Signature = z.object({
  /** Liquid over HTML; empty is none. */
  template: SignatureTemplate,
  /** Which signatures a letter carries, and in which order: the agent's own and the inbox's. */
  order: z.enum(['agent_then_inbox', 'inbox_then_agent', 'agent_else_inbox', 'inbox']),
})

const Folder = z.string().trim().max(200).nullable()

/** What becomes of letters in the mailbox of an inbox that is fetched. */
const Copies = z.object({
  /** After a letter has been entered: nothing, marked as read, or moved to `processedFolder`. */
  afterFetch: z.enum(['leave', 'seen', 'move']),
  processedFolder: Folder,
  /** Whether a copy of what was sent is put into the mailbox. */
  keepsSent: z.boolean(),
  /** Where to; null is the folder the server calls Sent. */
  sentFolder: Folder,
})

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u)

/** Whom an inbox believes about who a letter is from. */
const Authentication = z.object({
  /**
   * Names under which the mailbox's own server writes Authentication-Results; only these headers are believed.
   * Empty: none is, and letters that were fetched are verified by their signature alone.
   */
  authservIds: z.array(Domain).max(10),
  /** Domains of our own forwarders and lists whose ARC seals are believed. */
  arcSealers: z.array(Domain).max(20),
  /** Letters of web forms and shops name the customer in Reply-To. From anybody else it is a way to deceive. */
  trustsReplyTo: z.boolean(),
})

/** How an inbox protects what it sends; the keys are in letter-keys.ts. */
const Protection = z.object({
  /** What it signs with, and encrypts with where a recipient has keys of both kinds. */
  scheme: z.enum(['smime', 'pgp']),
  signs: z.boolean(),
  /** `possible`: when every recipient has a key; `always`: a letter that cannot be encrypted is not sent. */
  encrypts: z.enum(['never', 'possible', 'always']),
})

/** What an acknowledgement's templates may name. */
export const acknowledgementVariables = [
  'ticket.number',
  'ticket.subject',
  'ticket.url',
  'customer.name',
  'inbox.name',
  'inbox.address',
  'desk.name',
] as const

/** Liquid; the body over plain text, an empty line begins a paragraph. */
const AcknowledgementText = z.object({ subject: z.string().max(500), body: z.string().max(10_000) })

/** The letter that says at once that a customer's letter has arrived. Machines and lists never get one. */
const Acknowledgement = z.object({
  isOn: z.boolean(),
  /** `letter`: the customer's own where it is known, else the one they wrote in. */
  language: z.enum(['letter', 'ru', 'en']),
  ru: AcknowledgementText,
  en: AcknowledgementText,
  /** One sender gets one in so many hours, however much they write. */
  windowHours: z.int().min(1).max(720),
})

/** What becomes of letters in the mailbox that are larger than the desk takes. */
const Oversize = z.object({
  /** The sender is told, once a day; else administrators only. */
  tellsSender: z.boolean(),
})

/** What a person's letter does to a ticket that is closed. A machine's reopens nothing. */
const Reopening = z.object({
  /** `reopen_within`: so many days after closing; later letters make a new ticket. It follows the closed one. */
  closed: z.enum(['new_ticket', 'reopen', 'reopen_within']),
  days: z.int().min(1).max(3650),
})

/**
 * Settings of an inbox by section, beside its connections. Each is read and changed as a whole and has a jsonb
 * column of its name.
 */
export const inboxSections = {
  addressing: Addressing,
  signature: Signature,
  copies: Copies,
  authentication: Authentication,
  protection: Protection,
  acknowledgement: Acknowledgement,
  oversize: Oversize,
  reopening: Reopening,
}

export type InboxSections = { [name in keyof typeof inboxSections]: z.infer<(typeof inboxSections)[name]> }

/** What an inbox has that never set anything; also for a property that came after the row was written. */
export const sectionDefaults: InboxSections = {
  addressing: { aliases: [], answersFrom: 'written_to', plusReplies: 'auto' },
  signature: { template: '', order: 'agent_else_inbox' },
  copies: { afterFetch: 'leave', processedFolder: null, keepsSent: false, sentFolder: null },
  authentication: { authservIds: [], arcSealers: [], trustsReplyTo: false },
  protection: { scheme: 'smime', signs: false, encrypts: 'never' },
  acknowledgement: {
    isOn: false,
    language: 'letter',
    ru: {
      subject: 'Мы получили ваше письмо: {{ ticket.subject }}',
      body:
        'Здравствуйте{% if customer.name != "" %}, {{ customer.name }}{% endif %}!\n\n' +
        'Ваше письмо пришло, номер обращения — {{ ticket.number }}. Мы ответим на этот адрес.\n\n' +
        '{% if ticket.url != "" %}Обращение на портале: {{ ticket.url }}\n\n{% endif %}' +
        'Если хотите что-то добавить, просто ответьте на это письмо.\n\n{{ inbox.name }}',
    },
    en: {
      subject: 'We have received your letter: {{ ticket.subject }}',
      body:
        'Hello{% if customer.name != "" %} {{ customer.name }}{% endif %},\n\n' +
        'Your letter has arrived; its number is {{ ticket.number }}. We will answer to this address.\n\n' +
        '{% if ticket.url != "" %}Your request on the portal: {{ ticket.url }}\n\n{% endif %}' +
        'If there is anything to add, just reply to this letter.\n\n{{ inbox.name }}',
    },
    windowHours: 24,
  },
  oversize: { tellsSender: false },
  reopening: { closed: 'new_ticket', days: 14 },
}
