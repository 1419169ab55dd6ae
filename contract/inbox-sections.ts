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
}

export type InboxSections = { [name in keyof typeof inboxSections]: z.infer<(typeof inboxSections)[name]> }

/** What an inbox has that never set anything; also for a property that came after the row was written. */
export const sectionDefaults: InboxSections = {
  addressing: { aliases: [], answersFrom: 'written_to', plusReplies: 'auto' },
  signature: { template: '', order: 'agent_else_inbox' },
  copies: { afterFetch: 'leave', processedFolder: null, keepsSent: false, sentFolder: null },
  authentication: { authservIds: [], arcSealers: [], trustsReplyTo: false },
  protection: { scheme: 'smime', signs: false, encrypts: 'never' },
}
