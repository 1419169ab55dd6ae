import * as z from 'zod'
import type { GraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'

/** Names every mailbox knows in every language ("mailFolder resource type"). */
const wellKnown = new Set(['inbox', 'archive', 'junkemail', 'deleteditems', 'sentitems', 'drafts'])
const Folder = z.object({ id: z.string() })
const Folders = z.object({ value: z.array(Folder) })

/**
 * The id of a folder by a well-known name, or by the names that lead to it from the top: `Support/Done`. One that is
 * not there is made where `isMade` says so, and is an error otherwise.
 */
export async function folderId(mailbox: GraphMailbox, name: string, isMade = false): Promise<string> {
  const known = name.toLowerCase()
  if (wellKnown.has(known)) return known
  let within = '/mailFolders'
  let id = ''
  for (const part of name.split('/').filter(Boolean)) {
    id = (await find(mailbox, within, part)) ?? (isMade ? await make(mailbox, within, part) : notThere(name))
    within = `/mailFolders/${encodeURIComponent(id)}/childFolders`
  }
  return id
}

async function find(mailbox: GraphMailbox, within: string, name: string): Promise<string | null> {
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`)
  const found = Folders.parse(await mailbox.json(`${within}?$filter=${filter}&$select=id&$top=1`))
  return found.value[0]?.id ?? null
}

async function make(mailbox: GraphMailbox, within: string, displayName: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const made = await mailbox.json(within, { method: 'POST', headers, body: JSON.stringify({ displayName }) })
  return Folder.parse(made).id
}

function notThere(name: string): never {
  throw new GraphFailure(404, 'ErrorFolderNotFound', `there is no folder ${name}`, null)
}
