import type { FastifyReply } from 'fastify'
import type { Actor } from '#server/identity/index.ts'
import { found } from '#server/platform/http/failure.ts'
import { sendFile } from '#server/platform/http/send-file.ts'
import type { Platform } from '#server/platform/platform.ts'
import { visibleTickets } from './policy.ts'

/** Sends a file's bytes to whoever may read the post that carries it. */
export async function downloadFile(
  platform: Platform,
  actor: Actor,
  fileId: number,
  isInline: boolean,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = found(await visibleFile(platform, actor, fileId))
  return sendFile(reply, platform.storage, file, isInline)
}

async function visibleFile({ database: { db } }: Platform, actor: Actor, fileId: number) {
  return db
    .selectFrom('file')
    .leftJoin('customer_message', 'customer_message.id', 'file.customer_message_id')
    .leftJoin('reply', 'reply.id', 'file.reply_id')
    .leftJoin('note', 'note.id', 'file.note_id')
    .select(['file.sha256', 'file.name', 'file.mime', 'file.size_bytes'])
    .where('file.id', '=', fileId)
    .where((eb) =>
      eb.or([
        eb.and([
          eb('file.uploaded_by_id', '=', actor.agentId),
          eb('file.customer_message_id', 'is', null),
          eb('file.reply_id', 'is', null),
          eb('file.note_id', 'is', null),
        ]),
        eb.and([
          ...(actor.permissions.has('note.read') ? [] : [eb('file.note_id', 'is', null)]),
          eb.exists(
            eb
              .selectFrom('ticket')
              .select('ticket.id')
              .where((ticket) =>
                ticket(
                  'ticket.id',
                  '=',
                  ticket.fn.coalesce('customer_message.ticket_id', 'reply.ticket_id', 'note.ticket_id'),
                ),
              )
              .where(visibleTickets(actor)),
          ),
        ]),
      ]),
    )
    .executeTakeFirst()
}
