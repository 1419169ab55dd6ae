import * as z from 'zod'
import { ById, Empty, Id, Instant, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'mailbox imports'

export const MailboxImport = z.object({
  id: Id,
  inboxId: Id,
  source: z.enum(['mbox', 'imap']),
  /** The file’s name, or the folder. */
  name: z.string(),
  state: z.enum(['uploading', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone']),
  sizeBytes: z.int().nullable(),
  uploadedBytes: z.int().nullable(),
  /** From 0 to 1: how much of the file or folder is done. */
  share: z.number(),
  lettersRead: z.int(),
  ticketsMade: z.int(),
  messagesMade: z.int(),
  repliesMade: z.int(),
  /** There already, or no letter of a person. */
  skipped: z.int(),
  failed: z.int(),
  ticketsKept: z.int(),
  lettersPerSecond: z.number().nullable(),
  secondsLeft: z.int().nullable(),
  /** Why it stopped: a key of `mailboxImport.problem` in locales/. */
  error: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
})
export type MailboxImport = z.infer<typeof MailboxImport>

export const MailboxImportProblem = z.object({
  id: Id,
  /** A byte of the file, or a UID. */
  position: z.int(),
  subject: z.string().nullable(),
  messageId: z.string().nullable(),
  problem: z.string(),
  detail: z.string().nullable(),
})
export type MailboxImportProblem = z.infer<typeof MailboxImportProblem>

const access = 'inbox.manage'
export const listMailboxImports = route({
  method: 'GET',
  path: '/mailbox-imports',
  summary: 'Imports of old mail, the newest first',
  tag,
  access,
  response: z.object({ items: z.array(MailboxImport) }),
})
export const createMailboxImport = route({
  method: 'POST',
  path: '/mailbox-imports',
  summary: 'Begin to import old mail as closed tickets; nothing is sent and nobody is told',
  tag,
  access,
  status: 201,
  body: z.discriminatedUnion('source', [
    z.object({
      source: z.literal('mbox'),
      inboxId: Id,
      name: z.string().trim().min(1).max(255),
      sizeBytes: z
        .int()
        .min(1)
        .max(2 ** 40),
    }),
    z.object({ source: z.literal('imap'), inboxId: Id, name: z.string().trim().min(1).max(255) }),
  ]),
  response: MailboxImport,
})
/** The body is the next piece of the file (`application/octet-stream`); a piece that broke off is sent again. */
export const uploadMailboxPart = route({
  method: 'PUT',
  path: '/mailbox-imports/:id/content',
  summary: 'Send the next piece of the file; with the last one the import starts',
  tag,
  access,
  params: ById,
  query: z.object({ offset: z.coerce.number().int().min(0) }),
  response: MailboxImport,
})
export const cancelMailboxImport = route({
  method: 'POST',
  path: '/mailbox-imports/:id/cancel',
  summary: 'Stop an import; what it made stays, and it can go on later',
  tag,
  access,
  params: ById,
  response: MailboxImport,
})
export const resumeMailboxImport = route({
  method: 'POST',
  path: '/mailbox-imports/:id/resume',
  summary: 'Go on with an import that was stopped or failed',
  tag,
  access,
  params: ById,
  response: MailboxImport,
})
export const undoMailboxImport = route({
  method: 'POST',
  path: '/mailbox-imports/:id/undo',
  summary: 'Remove what an import made, except tickets that somebody has worked on since',
  tag,
  access,
  params: ById,
  response: MailboxImport,
})
export const removeMailboxImport = route({
  method: 'DELETE',
  path: '/mailbox-imports/:id',
  summary: 'Take an import off the list; what it made stays',
  tag,
  access,
  params: ById,
  response: Empty,
})
export const listMailboxImportProblems = route({
  method: 'GET',
  path: '/mailbox-imports/:id/problems',
  summary: 'Letters an import could not take',
  tag,
  access,
  params: ById,
  query: PageQuery,
  response: page(MailboxImportProblem),
})
export const listMailboxFolders = route({
  method: 'GET',
  path: '/inboxes/:id/folders',
  summary: 'The folders of an inbox’s mailbox',
  tag,
  access,
  params: ById,
  response: z.object({ items: z.array(z.object({ path: z.string(), letters: z.int() })) }),
})
