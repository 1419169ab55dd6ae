import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { ChatFile } from '#contract/chat.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { isHarmlessPicture, sendFile } from '#server/platform/http/send-file.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { openCustomerFile } from '#server/tickets/index.ts'
import { conversationOf, lockVisitor, visitorByToken } from './visitor.ts'

/** What somebody uploads and does not say is bounded, and gone after a day. */
const mostWaiting = 20
export const mostFileBytes = 20 * 1024 * 1024

/** Keeps a file for the visitor's next line. */
export async function uploadInChat(
  platform: Platform,
  token: string,
  body: Readable,
  { name, mime }: { name: string; mime: string },
): Promise<ChatFile> {
  const { database, storage, clock } = platform
  await visitorByToken(database.db, token)
  const stored = await storage.put(body, { maxBytes: mostFileBytes })
  return inTransaction(database.db, async (tx) => {
    const visitor = await lockVisitor(tx, token)
    const waiting = await tx
      .selectFrom('chat_file')
      .select('id')
      .where('visitor_id', '=', visitor.id)
      .execute()
    if (waiting.length >= mostWaiting) fail('too_many_requests', { detail: { retryAfterSeconds: 3600 } })
    await keepBlob(tx, stored)
    const { id } = await tx
      .insertInto('chat_file')
      .values({
        visitor_id: visitor.id,
        sha256: stored.sha256,
        name,
        mime,
        size_bytes: stored.sizeBytes,
        created_at: clock.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, name, mime, sizeBytes: stored.sizeBytes, isPicture: isHarmlessPicture(mime) }
  })
}

/** A file of the visitor's own conversation; `not_found` for any other. */
export async function downloadInChat(
  { database: { db }, storage }: Platform,
  token: string,
  fileId: number,
  isInline: boolean,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const visitor = await visitorByToken(db, token)
  const conversation = await conversationOf(db, visitor)
  if (!conversation || visitor.customer_id === null) return fail('not_found')
  const who = { customerId: visitor.customer_id, organizationId: null, language: visitor.language }
  const file = await openCustomerFile(db, who, fileId, conversation.liveId)
  return sendFile(reply, storage, file, isInline)
}
