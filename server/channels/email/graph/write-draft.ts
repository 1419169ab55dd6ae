import type { Readable } from 'node:stream'
import * as z from 'zod'
import { readWhole } from '#server/platform/storage/read-whole.ts'
import type { GraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { LetterFile } from './letter-pieces.ts'
import { messagesIn } from './sent-items.ts'
import { uploadFile } from './upload-file.ts'

/** From this size on a file goes by an upload session; a smaller one must not. */
const sessionFrom = 3 * 2 ** 20
const json = { 'content-type': 'application/json' }
const Draft = z.object({ id: z.string(), internetMessageId: z.string().nullish() })
const Session = z.object({ uploadUrl: z.string() })

/**
 * Puts a letter together in the mailbox's drafts: its MIME, which keeps its headers, then the files that are too much
 * for it. What an earlier try has left of the same letter is put away first, so there is one draft at most, whatever
 * was killed in between. Answers the draft's id; where it rejects, nothing of it is left that could be put away.
 */
export async function writeDraft(
  mailbox: GraphMailbox,
  messageId: string,
  mime: Buffer,
  files: readonly LetterFile[],
): Promise<string> {
  for (const id of await messagesIn(mailbox, 'drafts', messageId)) await discardDraft(mailbox, id)
  const draft = Draft.parse(
    await mailbox.json('/messages', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: mime.toString('base64'),
    }),
  )
  try {
    // The letter is recognised by its Message-ID from now on, so it has to be ours.
    const ours = `<${messageId.replace(/^<|>$/g, '')}>`
    if (draft.internetMessageId && draft.internetMessageId !== ours) await rename(mailbox, draft.id, ours)
    for (const file of files) await addFile(mailbox, draft.id, file)
    return draft.id
  } catch (error) {
    await discardDraft(mailbox, draft.id).catch(() => undefined)
    throw unlessGone(error)
  }
}

/** Sends a draft; it then stands in Sent Items. */
export async function sendDraft(mailbox: GraphMailbox, id: string): Promise<void> {
  try {
    const answer = await mailbox.open(`/messages/${encodeURIComponent(id)}/send`, {
      method: 'POST',
      body: '',
    })
    answer.resume()
  } catch (error) {
    throw unlessGone(error)
  }
}

/** Another try of the letter, or a person, has put the draft away: the next try writes it anew. */
function unlessGone(error: unknown): unknown {
  if (!(error instanceof GraphFailure) || error.status !== 404) return error
  return new GraphRefusal({ error: 'postponed', detail: error.message, isTemporary: true })
}

/** One that is not there any more needs nothing. */
export async function discardDraft(mailbox: GraphMailbox, id: string): Promise<void> {
  try {
    const answer = await mailbox.open(`/messages/${encodeURIComponent(id)}`, { method: 'DELETE' })
    answer.resume()
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.status !== 404) throw error
  }
}

async function rename(mailbox: GraphMailbox, id: string, internetMessageId: string): Promise<void> {
  const body = JSON.stringify({ internetMessageId })
  await mailbox.json(`/messages/${encodeURIComponent(id)}`, { method: 'PATCH', headers: json, body })
}

async function addFile(mailbox: GraphMailbox, draftId: string, file: LetterFile): Promise<void> {
  const { filename, contentType, cid, content } = file.attachment
  const described = {
    name: String(filename ?? 'file'),
    contentType: contentType ?? 'application/octet-stream',
    isInline: cid !== undefined,
    ...(cid !== undefined && { contentId: cid }),
  }
  const path = `/messages/${encodeURIComponent(draftId)}/attachments`
  if (file.sizeBytes < sessionFrom) {
    const bytes = await readWhole(content as Readable, sessionFrom)
    const contentBytes = bytes.toString('base64')
    const body = { '@odata.type': '#microsoft.graph.fileAttachment', ...described, contentBytes }
    await mailbox.json(path, { method: 'POST', headers: json, body: JSON.stringify(body) })
    return
  }
  const item = { attachmentType: 'file', size: file.sizeBytes, ...described }
  const body = JSON.stringify({ AttachmentItem: item })
  const begun = await mailbox
    .json(`${path}/createUploadSession`, { method: 'POST', headers: json, body })
    .catch(refuseShared)
  await uploadFile(Session.parse(begun).uploadUrl, file)
}

/** Known of Graph: a person who may open a mailbox that is not theirs may not upload to it. */
function refuseShared(error: unknown): never {
  if (!(error instanceof GraphFailure) || error.status !== 403) throw error
  throw new GraphRefusal({ error: 'large_files_refused', detail: error.message, isTemporary: false })
}
