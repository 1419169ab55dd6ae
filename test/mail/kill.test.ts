// Its answerers turn the event of a reply into the job that sends it.
import '#server/channels/index.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { buildReply } from '#test/builders/reply.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { startSink } from '#test/servers/sink.ts'

const kills = 20
const lettersPerRound = 12
const repliesPerRound = 6

const platform = await testPlatform()
const { db } = platform.database
const sink = await startSink()
const inbox = await buildInbox(platform, { address: 'support@desk.example', smtpPort: sink.port })
const dataDir = platform.config.dataDir
afterAll(() => sink.stop())

interface Running {
  child: ChildProcess
  port: number
}

async function startDesk(): Promise<Running> {
  const child = fork(new URL('../servers/mail-desk-process.ts', import.meta.url), {
    env: {
      ...process.env,
      DATABASE_URL: platform.config.databaseUrl,
      DATA_DIR: dataDir,
      SECRET_KEY: platform.config.secretKey,
      SMTP_PORT: '0',
      SMTP_HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
    execArgv: [],
  })
  const [message] = (await once(child, 'message')) as [{ smtpPort: number }]
  return { child, port: message.smtpPort }
}

const accepted: string[] = []
let letterCount = 0
/** Sends as a mail server would: what was not accepted is sent again, to whoever listens then. */
async function sendLetters(count: number, port: () => number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const id = `kill-${++letterCount}@customer.example`
    const raw = buildLetter({ messageId: id, from: `c${letterCount % 7}@customer.example` })
    for (;;) {
      try {
        await deliver(port(), raw, { from: 'c@customer.example', to: inbox.address })
        break
      } catch {
        await delay(30)
      }
    }
    accepted.push(id)
  }
}

test(
  `killed ${kills} times in the middle of it, the desk loses nothing and does nothing twice`,
  { timeout: 400_000 },
  async () => {
    const { ticketId } = await buildMessage(db, { inboxId: inbox.id })
    let desk = await startDesk()
    for (let round = 0; round < kills; round++) {
      const sending = sendLetters(lettersPerRound, () => desk.port)
      for (let n = 0; n < repliesPerRound; n++) await buildReply(db, { ticketId, inboxId: inbox.id })
      await delay(Math.random() * 250)
      const exited = once(desk.child, 'exit')
      desk.child.kill('SIGKILL')
      await exited
      desk = await startDesk()
      await sending
    }
    const waiting = async () => {
      const { rows } = await sql<{ n: number }>`select
      (select count(*) from inbound_letter where state = 'received')
      + (select count(*) from reply where delivery_state = 'queued') as n`.execute(db)
      return Number(rows[0]?.n)
    }
    await expect.poll(waiting, { timeout: 120_000, interval: 200 }).toBe(0)
    desk.child.kill('SIGKILL')

    const { rows: letters } = await sql<{ message_id: string; state: string; n: number }>`
    select message_id, min(state) as state, count(*)::int as n from inbound_letter group by message_id`.execute(
      db,
    )
    expect(letters.map((row) => row.message_id).toSorted()).toEqual(accepted.toSorted())
    expect(letters.filter((row) => row.n !== 1 || row.state !== 'new_ticket')).toEqual([])
    const tickets = await db
      .selectFrom('ticket')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    expect(tickets.n).toBe(accepted.length + 1)

    const replies = await db
      .selectFrom('outbound_letter')
      .innerJoin('reply', 'reply.id', 'reply_id')
      .select(['message_id', 'state', 'delivery_state'])
      .execute()
    expect(replies).toHaveLength(kills * repliesPerRound)
    const arrivals = Map.groupBy(sink.letters, (one) => one.letter.messageId ?? '')
    for (const { message_id: id, state, delivery_state: shown } of replies) {
      const times = arrivals.get(id)?.length ?? 0
      expect(shown).toBe(state)
      if (state === 'sent') expect(times).toBe(1)
      else expect([state, times <= 1]).toEqual(['unconfirmed', true])
    }
    // The window between the mark and the answer is milliseconds: hardly any reply is left in doubt.
    expect(replies.filter((row) => row.state === 'unconfirmed').length).toBeLessThanOrEqual(kills)
  },
)
