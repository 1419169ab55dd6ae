import * as z from 'zod'
import type { GraphMailbox } from './graph-client.ts'

const Found = z.object({ value: z.array(z.object({ id: z.string() })) })

/** Ids of the messages in a well-known folder that have this Message-ID. */
export async function messagesIn(
  mailbox: GraphMailbox,
  folder: 'sentitems' | 'drafts',
  messageId: string,
): Promise<string[]> {
  const wanted = `<${messageId.replace(/^<|>$/g, '')}>`.replaceAll("'", "''")
  const filter = encodeURIComponent(`internetMessageId eq '${wanted}'`)
  const found = await mailbox.json(`/mailFolders/${folder}/messages?$filter=${filter}&$select=id&$top=10`)
  return Found.parse(found).value.map(({ id }) => id)
}

/** Whether the mailbox has sent a letter with this Message-ID. */
export async function isInSentItems(mailbox: GraphMailbox, messageId: string): Promise<boolean> {
  return (await messagesIn(mailbox, 'sentitems', messageId)).length > 0
}
