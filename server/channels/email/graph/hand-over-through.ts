import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { type Delivery, type HandedOver, handOver } from '#server/channels/email/hand-over.ts'
import { connectFor, type OutgoingInbox } from '#server/channels/email/outgoing-server.ts'
import { type GraphLetter, handOverByGraph } from './hand-over-by-graph.ts'

/** Gives a letter to what the inbox sends through: its mail server, or Microsoft Graph. */
export async function handOverThrough(
  desk: EmailDesk,
  inbox: OutgoingInbox,
  letter: GraphLetter,
  delivery: Delivery,
): Promise<HandedOver> {
  if (inbox.sendsBy === 'graph') return handOverByGraph(desk, inbox.id, letter, delivery)
  return handOver(await connectFor(desk, inbox), delivery)
}
