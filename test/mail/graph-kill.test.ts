// Its answerers turn the event of a reply into the job that sends it.
import '#server/channels/index.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { parseLetter } from '#server/channels/email/reading/parse.ts'
import { buildConnection } from '#test/builders/connection.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildReply } from '#test/builders/reply.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { startGraph } from '#test/servers/graph.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'

const kills = 20
const lettersPerRound = 15
const repliesPerRound = 3
/** One reply of each round has a file that goes to Graph by an upload. */
const largeBytes = 7 * 2 ** 20

const [graph, provider] = await Promise.all([startGraph(), startIdentityProvider()])
const platform = await testPlatform()
const { db } = platform.database
const inbox = await buildInbox(platform, { address: 'support@desk.example' })
await db
  .updateTable('inbox')
  .set({ receives_by: 'graph', sends_by: 'graph' })
  .where('id', '=', inbox.id)
  .execute()
await buildConnection(platform, inbox.id, provider, { provider: 'microsoft', grantKind: 'application' })
const dataDir = platform.config.dataDir
const started: ChildProcess[] = []
afterAll(async () => {
  for (const desk of started) desk.kill('SIGKILL')
  await graph.stop()
  await provider.stop()
})

function startDesk(): ChildProcess {
  const desk = fork(new URL('../servers/mail-desk-process.ts', import.meta.url), {
    env: {
      ...process.env,
      DATABASE_URL: platform.config.databaseUrl,
      DATA_DIR: dataDir,
      SECRET_KEY: platform.config.secretKey,
      MICROSOFT_GRAPH_URL: graph.origin,
      MICROSOFT_LOGIN_URL: provider.origin,
      SMTP_PORT: 'off',
      LOG_LEVEL: 'error',
    },
    execArgv: [],
  })
  started.push(desk)
  return desk
}

const { sha256 } = await platform.storage.put(randomBytes(largeBytes))
await db
  .insertInto('blob')
  .values({ sha256, size_bytes: largeBytes })
  .onConflict((conflict) => conflict.doNothing())
  .execute()

/** Queued while no desk runs, so the file is there before anybody looks. */
async function queueReply(ticketId: number, isLarge: boolean): Promise<void> {
  const id = await buildReply(db, { ticketId, inboxId: inbox.id })
  if (!isLarge) return
  const file = { sha256, name: 'plan.bin', mime: 'application/octet-stream', size_bytes: largeBytes }
  await db
    .insertInto('file')
    .values({ ...file, reply_id: id, created_at: new Date() })
    .execute()
}

test(
  `killed ${kills} times while it fetches and sends by Graph, the desk loses nothing and does nothing twice`,
  { timeout: 400_000 },
  async () => {
    const { ticketId } = await buildMessage(db, { inboxId: inbox.id })
    const wanted: string[] = []
    for (let round = 0; round < kills; round++) {
      for (let n = 0; n < lettersPerRound; n++) {
        const id = `graph-kill-${round}-${n}@customer.example`
        wanted.push(id)
        graph.deliver(buildLetter({ messageId: id, from: `c${n % 7}@customer.example` }))
      }
      for (let n = 0; n < repliesPerRound; n++) await queueReply(ticketId, n === 0)
      // The worst of it: Graph has forgotten where we were as well.
      if (round % 5 === 4) graph.forgetLinks()
      const desk = startDesk()
      await once(desk, 'message')
      await delay(Math.random() * 300)
      const exited = once(desk, 'exit')
      desk.kill('SIGKILL')
      await exited
    }
    const desk = startDesk()
    const left = async () => {
      const { rows } = await sql<{ n: number }>`select ${wanted.length} - (select count(*) from inbound_letter
        where state <> 'received') + (select count(*) from reply where delivery_state = 'queued') as n`.execute(
        db,
      )
      return Number(rows[0]?.n)
    }
    await expect.poll(left, { timeout: 120_000, interval: 200 }).toBe(0)
    const exited = once(desk, 'exit')
    desk.kill('SIGKILL')
    await exited

    const letters = await db.selectFrom('inbound_letter').select(['message_id', 'state']).execute()
    expect(letters.map((row) => row.message_id).toSorted()).toEqual(wanted.toSorted())
    expect(letters.filter((row) => row.state !== 'new_ticket')).toEqual([])
    const replies = await db
      .selectFrom('outbound_letter')
      .select(['message_id', 'state', 'error', 'detail'])
      .execute()
    expect(replies).toHaveLength(kills * repliesPerRound)
    const sentIds = graph.sent.map((mime) => parseLetter(mime).messageId)
    for (const { message_id: id, state, error, detail } of replies) {
      const times = sentIds.filter((one) => one === id).length
      if (state === 'sent') expect(times).toBe(1)
      else expect([state, error, detail, times <= 1]).toEqual(['unconfirmed', error, detail, true])
    }
    // Whatever was cut off in the middle of an upload: every large letter that went has its file whole, and once.
    const large = graph.sentFiles.filter((files) => files.length > 0)
    expect(large.every(([file, ...more]) => file?.content.length === largeBytes && more.length === 0)).toBe(
      true,
    )
    const unsent = new Set(replies.filter((row) => row.state !== 'sent').map((row) => `<${row.message_id}>`))
    expect(large.length).toBeGreaterThanOrEqual(kills - unsent.size)
    const drafts = graph.messages.filter((one) => one.folder === 'drafts' && !one.isRemoved)
    expect(drafts.filter((one) => !unsent.has(one.internetMessageId))).toEqual([])
    expect(replies.filter((row) => row.state === 'unconfirmed').length).toBeLessThanOrEqual(kills)
  },
)
