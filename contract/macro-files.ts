import * as z from 'zod'
import { IdInPath } from './common.ts'
import { route } from './route.ts'

/**
 * A picture within a macro's words is named there: `<img src="cid:macro-file-12">`. To put one in, upload it with
 * `isInline` and name the upload, `cid:file-34`; the answer to the saving has its new name.
 */
export const downloadMacroFile = route({
  method: 'GET',
  path: '/macro-files/:id',
  summary: 'The bytes of a macro’s file, or of a picture within its words (`cid:macro-file-ID`)',
  tag: 'macros',
  access: 'ticket.reply',
  params: z.object({ id: IdInPath }),
  query: z.object({ inline: z.stringbool().default(false) }),
  response: z.unknown(),
})
