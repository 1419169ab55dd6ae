import * as z from 'zod'
import { ById, Id, Instant } from './common.ts'
import { route } from './route.ts'
import { ChosenRecipients, FileRef } from './tickets.ts'

const tag = 'tickets'

export const Draft = z.object({
  kind: z.enum(['reply', 'note']),
  html: z.string(),
  fileIds: z.array(Id),
  files: z.array(FileRef),
  /** Null while the usual recipients are meant. */
  recipients: ChosenRecipients.nullable(),
  version: z.int(),
  updatedAt: Instant,
})
export type Draft = z.infer<typeof Draft>
export const getDraft = route({
  method: 'GET',
  path: '/tickets/:id/draft',
  summary: 'The caller’s unfinished answer',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ draft: Draft.nullable() }),
})
export const saveDraft = route({
  method: 'PUT',
  path: '/tickets/:id/draft',
  summary: 'Keep an unfinished answer; empty html forgets it',
  tag,
  access: 'ticket.read',
  params: ById,
  body: z.object({
    kind: z.enum(['reply', 'note']),
    html: z.string().max(500_000),
    fileIds: z.array(Id).max(50).default([]),
    recipients: ChosenRecipients.nullable().default(null),
    version: z.int().min(0),
  }),
  response: z.object({ draft: Draft.nullable() }),
})
