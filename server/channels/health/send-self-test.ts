import MailComposer from 'nodemailer/lib/mail-composer'
import * as z from 'zod'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { handOverThrough } from '#server/channels/email/graph/hand-over-through.ts'
import type { HandedOver } from '#server/channels/email/sending/hand-over.ts'
import { type OutgoingInbox, outgoingInbox } from '#server/channels/email/sending/outgoing-server.ts'
import { readSendProblem } from '#server/channels/email/sending/send-problem.ts'
import { createMessageId } from '#server/channels/email/threading/thread-token.ts'
import { writeLetter } from '#server/channels/email/sending/write-letter.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { createSelfTestToken, selfTestHeader } from './self-test-token.ts'
import type { SelfTestRow } from './tables.ts'

const Payload = z.object({ testId: z.int() })

/** The job `channel.selfTest`: hands the test letter over, and writes down how far it came. */
export async function sendSelfTest(platform: Platform, payload: unknown): Promise<void> {
  const { db } = platform.database
  const { testId } = Payload.parse(payload)
  const test = await db
    .selectFrom('channel_self_test')
    .selectAll()
    .where('id', '=', testId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (!test) return
  const inbox = await outgoingInbox(db, platform.secrets, test.inbox_id)
  if (!inbox) return note(platform, testId, { state: 'failed', error: 'no_outgoing_server' })
  const outcome = await handOverTest(platform, test, inbox)
  if (outcome.kind === 'answered' && outcome.refused.length === 0) {
    return note(platform, testId, { handed_over_at: platform.clock.now() })
  }
  const problem =
    outcome.kind === 'answered'
      ? outcome.refused[0]?.problem
      : outcome.kind === 'not_taken'
        ? outcome.problem
        : undefined
  const detail = problem?.detail ?? (outcome.kind === 'unknown' ? outcome.detail : '')
  await note(platform, testId, { state: 'failed', error: problem?.error ?? 'connection', detail })
}

async function handOverTest(
  platform: Platform,
  test: SelfTestRow,
  inbox: OutgoingInbox,
): Promise<HandedOver> {
  const desk = emailDesk(platform)
  const { language } = await readSettings(platform.database.db)
  const { t } = words(language)
  const token = createSelfTestToken(platform.secrets.keyFor('self test'), test.id)
  const domain = inbox.address.slice(inbox.address.lastIndexOf('@') + 1)
  const messageId = createMessageId(desk.tokenKey, { ticketId: 0, partId: test.id, domain })
  const options = writeLetter({
    from: { address: inbox.address, name: inbox.name },
    to: [{ address: inbox.address, name: inbox.name }],
    replyTo: null,
    subject: `${t('letter.selfTest.subject')} ${token}`,
    ticket: null,
    isReply: false,
    messageId,
    inReplyTo: null,
    references: [],
    html: null,
    text: t('letter.selfTest.text'),
    marker: null,
    language,
    isAutomatic: true,
    date: test.started_at,
    headers: { [selfTestHeader]: token },
  })
  try {
    return await handOverThrough(
      desk,
      inbox,
      { messageId, isRetry: false },
      {
        envelope: { from: inbox.address, to: [inbox.address] },
        body: () => Promise.resolve(new MailComposer(options).compile().createReadStream()),
        beforeFinalDot: () => note(platform, test.id, { connected_at: platform.clock.now() }),
      },
    )
  } catch (error) {
    return { kind: 'not_taken', problem: readSendProblem(error) }
  }
}

type Leg = Partial<Pick<SelfTestRow, 'state' | 'error' | 'detail' | 'connected_at' | 'handed_over_at'>>

/** The letter may be back before the server has said that it went: a test that has passed stays so. */
async function note({ database: { db } }: Platform, testId: number, leg: Leg): Promise<void> {
  await db
    .updateTable('channel_self_test')
    .set(leg)
    .where('id', '=', testId)
    .$if(leg.state !== undefined, (test) => test.where('state', '=', 'running'))
    .execute()
  await notify(db, { topic: 'mail' })
}
