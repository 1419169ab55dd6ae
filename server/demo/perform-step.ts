import { Readable } from 'node:stream'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import {
  addNote,
  createTicket,
  lockTicket,
  markDelivery,
  type ReceivedFile,
  receiveMessage,
  reply,
  updateTicket,
  uploadFile,
} from '#server/tickets/index.ts'
import type { DemoDesk } from './demo-desk.ts'
import { tags } from './desk-words.ts'
import { plainHtml, mentioningHtml } from './composed-text.ts'
import { inboxes } from './people.ts'
import type { StepOf, Step } from './step.ts'
import type { Random } from './random.ts'
import { makeSampleFile } from './sample-files.ts'
import type { SampleFile } from './script.ts'

/** Other servers take a letter within seconds. */
const deliveryMs = 4000

/** Does to the desk what somebody did at that moment, by the operation they used. */
export async function performStep(tx: Tx, desk: DemoDesk, step: Step, random: Random): Promise<void> {
  switch (step.do) {
    case 'write': {
      desk.firstLetters.set(step.story, step)
      return receive(tx, desk, step, random)
    }
    case 'answer':
      return receive(tx, desk, step, random)
    case 'writeDown':
      return writeDown(tx, desk, step)
    case 'reply':
      return answerCustomer(tx, desk, step, random)
    case 'note':
      return takeNote(tx, desk, step)
    case 'update':
      return change(tx, desk, step)
  }
}

async function receive(
  tx: Tx,
  desk: DemoDesk,
  step: StepOf<'write'> | StepOf<'answer'>,
  random: Random,
): Promise<void> {
  const first = desk.firstLetters.get(step.story)
  const customerId = first && desk.customerIds.get(first.customer.email)
  if (!first || customerId === undefined) return
  const inbox = inboxes[first.inbox]
  const received = await receiveMessage(
    tx,
    {
      ticketId: desk.ticketIds.get(step.story) ?? null,
      customerId,
      channel: 'email',
      inboxId: desk.inboxIds[first.inbox],
      teamId: desk.teamIds[inbox.team],
      subject: first.subject,
      text: step.text,
      html: null,
      quotedText: null,
      quotedHtml: null,
      hasRemoteImages: false,
      from: { address: first.customer.email, name: first.customer.name },
      to: [{ address: inbox.address, name: inbox.names[desk.language] }],
      cc: [],
      replyAll: [],
      sentAt: step.at,
      files: step.file ? [await receivedFile(tx, desk, step.file, first.customer.language, random)] : [],
      isAutomatic: false,
      reopening: sectionDefaults.reopening,
    },
    step.at,
  )
  desk.ticketIds.set(step.story, received.ticketId)
}

async function receivedFile(
  tx: Tx,
  desk: DemoDesk,
  kind: SampleFile,
  language: 'ru' | 'en',
  random: Random,
): Promise<ReceivedFile> {
  const { bytes, name, mime } = makeSampleFile(kind, language, random)
  const stored = await desk.platform.storage.put(bytes)
  await keepBlob(tx, stored)
  return { stored, name, mime, isInline: false, contentId: null }
}

async function writeDown(tx: Tx, desk: DemoDesk, step: StepOf<'writeDown'>): Promise<void> {
  const { customer, source, subject, text } = step
  const id = await createTicket(
    tx,
    desk.actors[step.agent],
    {
      subject,
      source,
      customer: { id: desk.customerIds.get(customer.email) ?? 0 },
      text,
      priority: 'medium',
      categoryId: desk.categoryIds[step.category],
      teamId: desk.teamIds[step.team],
      assigneeId: null,
      tags: [],
      fileIds: [],
    },
    step.at,
  )
  desk.ticketIds.set(step.story, id)
}

async function answerCustomer(tx: Tx, desk: DemoDesk, step: StepOf<'reply'>, random: Random): Promise<void> {
  const ticketId = desk.ticketIds.get(step.story)
  if (ticketId === undefined) return
  const actor = desk.actors[step.agent]
  const fileIds: number[] = []
  if (step.file) {
    const { bytes, name, mime } = makeSampleFile(step.file, step.language, random)
    const upload = { name, mime, isInline: false }
    fileIds.push((await uploadFile(desk.platform, actor, Readable.from([bytes]), upload)).id)
  }
  const statusId = step.status && desk.statusIds[step.status]
  const answer = { html: plainHtml(step.text), fileIds, statusId }
  const id = await reply(tx, actor, ticketId, answer, step.at)
  // Sent long ago: the job that answers the event finds nothing left to do.
  await markDelivery(tx, id, { state: 'sent' }, new Date(step.at.getTime() + deliveryMs))
}

async function takeNote(tx: Tx, desk: DemoDesk, step: StepOf<'note'>): Promise<void> {
  const ticketId = desk.ticketIds.get(step.story)
  if (ticketId === undefined) return
  const html = mentioningHtml(step.text, (key) => desk.actors[key])
  const mentionedIds = step.mentions.map((key) => desk.actors[key].agentId)
  await addNote(tx, desk.actors[step.agent], ticketId, { html, mentionedIds, fileIds: [] }, step.at)
}

async function change(tx: Tx, desk: DemoDesk, step: StepOf<'update'>): Promise<void> {
  const ticketId = desk.ticketIds.get(step.story)
  if (ticketId === undefined) return
  const actor = desk.actors[step.agent]
  const { version } = await lockTicket(tx, actor, ticketId)
  const { status, team, assignee, priority, category } = step
  const changes = {
    version,
    priority,
    ...(status && { statusId: desk.statusIds[status] }),
    ...(team && { teamId: desk.teamIds[team] }),
    ...(assignee && { assigneeId: desk.actors[assignee].agentId }),
    ...(category && { categoryId: desk.categoryIds[category] }),
    ...(step.tags && { tags: step.tags.map((key) => tags[key][desk.language]) }),
  }
  await updateTicket(tx, actor, ticketId, changes, step.at)
}
