import { signLetter } from '#server/channels/email/dkim/sign-letter.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { type Delivery, type HandedOver, handOver } from '#server/channels/email/sending/hand-over.ts'
import { connectFor, type OutgoingInbox, serverName } from '#server/channels/email/sending/outgoing-server.ts'
import { type GraphLetter, handOverByGraph } from './hand-over-by-graph.ts'

/** Gives a letter to what the inbox sends through: its mail server, or Microsoft Graph. */
export async function handOverThrough(
  desk: EmailDesk,
  inbox: OutgoingInbox,
  letter: GraphLetter,
  delivery: Delivery,
): Promise<HandedOver> {
  if (inbox.sendsBy === 'graph') return handOverByGraph(desk, inbox.id, letter, delivery)
  const body = async () => signLetter(desk.database.db, desk.secrets, await delivery.body(), desk.clock.now())
  const server = { name: serverName(inbox), connect: () => connectFor(desk, inbox) }
  return handOver(desk.lines, server, { ...delivery, body })
}
