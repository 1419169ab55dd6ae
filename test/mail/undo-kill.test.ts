import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { channelRoutes } from '#server/channels/index.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { startSink } from '#test/servers/sink.ts'

const kills = 20
const repliesPerRound = 4

const desk = await testApp((api, platform) => {
  const presence = openPresence(platform.database.db, platform.notices, platform.clock)
  api.addHook('onClose', async () => presence.stop())
  ticketRoutes(api, platform, presence)
  channelRoutes(api, platform)
})
const { platform, db, ask } = desk
const sink = await startSink()
afterAll(() => sink.stop())
const inbox = await buildInbox(platform, { address: 'support@desk.example', smtpPort: sink.port })
const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))

async function startWorker(): Promise<ChildProcess> {
  const { dataDir, secretKey, databaseUrl } = platform.config
  const child = fork(new URL('../servers/mail-desk-process.ts', import.meta.url), {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      SECRET_KEY: secretKey,
      SMTP_PORT: '0',
      SMTP_HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
    execArgv: [],
  })
  await once(child, 'message')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

test(
  `killed ${kills} times around the end of the seconds to undo: sent once or cancelled, never both, never neither`,
  { timeout: 400_000 },
  async () => {
    const { ticketId } = await buildMessage(db, { inboxId: inbox.id })
    const path = `/tickets/${ticketId}/replies`
    const sent: number[] = []
    const cancelled = new Set<number>()
    let worker = await startWorker()
    for (let round = 0; round < kills; round++) {
      const ids: number[] = []
      for (let n = 0; n < repliesPerRound; n++) {
        const body = { text: `Answer ${round}-${n}.`, undoSeconds: 1 }
        ids.push((await ask({ method: 'POST', path, body, as })).body.id)
      }
      sent.push(...ids)
      // Half of them are taken back about when they leave, while the worker dies about then, too.
      const undoing = ids.slice(0, repliesPerRound / 2).map(async (id) => {
        await delay(900 + Math.random() * 250)
        const { status } = await ask({ method: 'POST', path: `/replies/${id}/cancel`, body: {}, as })
        if (status === 200) cancelled.add(id)
      })
      await delay(900 + Math.random() * 300)
      await kill(worker)
      await Promise.all(undoing)
      worker = await startWorker()
    }
    const waiting = async () =>
      (await db.selectFrom('reply').select('id').where('delivery_state', '=', 'queued').execute()).length
    await expect.poll(waiting, { timeout: 120_000, interval: 200 }).toBe(0)
    await kill(worker)

    const rows = await db.selectFrom('reply').selectAll().where('id', 'in', sent).execute()
    expect(rows).toHaveLength(kills * repliesPerRound)
    for (const row of rows) {
      const letters = sink.letters.filter((one) => one.letter.text?.includes(row.text)).length
      if (cancelled.has(row.id)) expect([row.delivery_state, letters]).toEqual(['cancelled', 0])
      else if (row.delivery_state === 'sent') expect(letters).toBe(1)
      else {
        // Killed between the last dot and its answer: shown as unknown, and not sent again.
        expect(row.delivery_state).toBe('unconfirmed')
        expect(letters).toBeLessThanOrEqual(1)
      }
    }
    expect(cancelled.size).toBeGreaterThan(0)
    expect(cancelled.size).toBeLessThan(rows.length)
  },
)
