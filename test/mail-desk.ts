import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { channelRoutes, channelTasks, startChannels } from '#server/channels/index.ts'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { deliver } from '#test/builders/letter.ts'
import { startSink } from '#test/servers/sink.ts'

/** A desk with one inbox: letters come in through its real SMTP listener and go out to a real server. */
export async function mailDesk(
  environment: Record<string, string> = {},
  /** Routes of slices above the channels. */
  more: { routes?: (api: FastifyInstance, platform: Platform) => void } = {},
) {
  const desk = await testApp(
    (api, platform) => {
      const presence = openPresence(platform.database.db, platform.notices, platform.clock)
      api.addHook('onClose', async () => presence.stop())
      ticketRoutes(api, platform, presence)
      channelRoutes(api, platform)
      more.routes?.(api, platform)
    },
    { SMTP_PORT: '0', SMTP_HOST: '127.0.0.1', ROLES: 'web', ...environment },
  )
  const { platform, db, ask } = desk
  const sink = await startSink()
  const inbox = await buildInbox(platform, { address: 'support@desk.example', smtpPort: sink.port })
  const channels = await startChannels(platform)
  const agent = await buildAgent(db, { role: 'administrator' })
  const as = await signedIn(db, agent)
  afterAll(async () => {
    await channels.stop()
    await sink.stop()
  })

  const work = () => drainJobs(platform.database.pool, channelTasks(platform), platform.log)
  const lastLetter = (): Promise<InboundLetterRow> =>
    db.selectFrom('inbound_letter').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  const replyRow = (id: number) =>
    db.selectFrom('reply').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  return {
    ...desk,
    sink,
    inbox,
    as,
    port: channels.smtpPort ?? 0,
    work,
    lastLetter,
    replyRow,
    /** Hands a letter to the listener and lets the workers do their work; answers its row in the ledger. */
    receive: async (
      raw: string | Buffer,
      to: string | string[] = inbox.address,
      from = 'somebody@customer.example',
    ) => {
      await deliver(channels.smtpPort ?? 0, raw, { from, to })
      await work()
      return lastLetter()
    },
    /** An agent answers and the workers do their work; answers the reply's row. */
    answer: async (
      ticketId: number,
      body: {
        text?: string
        to?: string[]
        cc?: string[]
        bcc?: string[]
        html?: string
        fileIds?: number[]
      },
    ) => {
      const answer = await ask({
        method: 'POST',
        path: `/tickets/${ticketId}/replies`,
        body: { text: 'An answer', ...body },
        as,
      })
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
      await work()
      return replyRow(answer.body.id as number)
    },
  }
}
