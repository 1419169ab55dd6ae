import * as z from 'zod'
import type { GraphMailbox } from './graph-client.ts'

const Found = z.object({ value: z.array(z.object({ id: z.string() })) })

/** Whether the mailbox has sent a letter with this Message-ID. */
export async function isInSentItems(mailbox: GraphMailbox, messageId: string): Promise<boolean> {
  const wanted = `<${messageId.replace(/^<|>$/g, '')}>`.replaceAll("'", "''")
  const filter = encodeURIComponent(`internetMessageId eq '${wanted}'`)
  const found = await mailbox.json(`/mailFolders/sentitems/messages?$filter=${filter}&$select=id&$top=1`)
  return Found.parse(found).value.length > 0
}
