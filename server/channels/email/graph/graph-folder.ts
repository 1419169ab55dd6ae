import * as z from 'zod'
import { GraphFailure } from './graph-failure.ts'
import type { GraphMailbox } from './graph-client.ts'

/** Names every mailbox knows in every language ("mailFolder resource type"). */
const wellKnown = new Set(['inbox', 'archive', 'junkemail', 'deleteditems', 'sentitems', 'drafts'])
const Folders = z.object({ value: z.array(z.object({ id: z.string() })) })

/** The id of a folder by a well-known name, or by its name at the top of the mailbox. */
export async function folderId(mailbox: GraphMailbox, name: string): Promise<string> {
  const known = name.toLowerCase()
  if (wellKnown.has(known)) return known
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`)
  const found = Folders.parse(await mailbox.json(`/mailFolders?$filter=${filter}&$select=id&$top=1`))
  const [folder] = found.value
  if (folder) return folder.id
  throw new GraphFailure(404, 'ErrorFolderNotFound', `there is no folder ${name}`, null)
}
