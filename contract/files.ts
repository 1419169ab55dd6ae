import * as z from 'zod'
import { IdInPath } from './common.ts'
import { route } from './route.ts'
import { FileRef } from './tickets.ts'

const tag = 'files'

/** The body is the file itself, streamed (`application/octet-stream`); its name and type are in the query. */
export const uploadFile = route({
  method: 'POST',
  path: '/files',
  summary: 'Upload a file to attach to a reply, a note or a ticket',
  tag,
  access: 'ticket.read',
  status: 201,
  query: z.object({
    name: z.string().trim().min(1).max(255),
    mime: z.string().max(127).default('application/octet-stream'),
    isInline: z.stringbool().default(false),
  }),
  response: FileRef,
})
/** Answered with the bytes, not with JSON; always as an attachment unless it is a plain raster image asked for inline. */
export const downloadFile = route({
  method: 'GET',
  path: '/files/:id',
  summary: 'A file’s bytes',
  tag,
  access: 'ticket.read',
  params: z.object({ id: IdInPath }),
  query: z.object({ inline: z.stringbool().default(false) }),
  response: z.unknown(),
})
