import type { Tx } from '#server/platform/database/open-database.ts'

/** By which channel replies to a ticket go from now on; null for letters. The channel itself is the only caller. */
export async function setReplyChannel(tx: Tx, ticketId: number, channel: 'chat' | null): Promise<void> {
  await tx.updateTable('ticket').set({ reply_channel: channel }).where('id', '=', ticketId).execute()
}
