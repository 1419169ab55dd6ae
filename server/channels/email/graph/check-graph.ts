import { AccessRefused } from '#server/channels/email/connections/access-refused.ts'
import type { TokenParts } from '#server/channels/email/sending/access-token.ts'
import { failed, passed } from '#server/channels/inboxes/check-reach.ts'
import type { Step } from '#server/channels/inboxes/check-inbox.ts'
import { openGraphMailbox } from './graph-client.ts'
import { folderId } from './graph-folder.ts'

/** Signs in to the saved inbox's mailbox on Graph and looks for its folder, changing nothing. */
export async function checkGraph(platform: TokenParts, inboxId: number | undefined): Promise<Step[]> {
  if (inboxId === undefined) return [failed('graph', 'sign_in', 'not_connected', null)]
  try {
    const mailbox = await openGraphMailbox(platform, inboxId)
    const id = await folderId(mailbox, mailbox.folder)
    await mailbox.json(`/mailFolders/${encodeURIComponent(id)}?$select=id`)
    return [passed('graph', 'sign_in'), passed('graph', 'open_folder')]
  } catch (error) {
    const isFolder = error instanceof Error && 'status' in error && error.status === 404
    if (isFolder) return [passed('graph', 'sign_in'), failed('graph', 'open_folder', 'no_folder', error)]
    const problem = error instanceof AccessRefused ? 'not_connected' : 'no_greeting'
    return [failed('graph', 'sign_in', problem, error)]
  }
}
