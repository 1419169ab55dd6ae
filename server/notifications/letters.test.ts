import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { notificationRoutes, notificationTasks, notifyAgents } from './index.ts'
import { mailNotices } from './mail-notices.ts'

const { platform, db, clock, ask } = await testApp((api, own) => {
  notificationRoutes(api, own)
  ticketRoutes(api, own, openPresence(own.database.db, own.notices, own.clock))
})
const drain = () => drainJobs(platform.database.pool, notificationTasks(platform), platform.log)

/** Time goes by for the desk; what waits in its queue until then, the queue does. */
async function pass(seconds: number): Promise<void> {
  clock.forward(seconds)
  await sql`update graphile_worker._private_jobs set run_at = now() where run_at <= ${clock.now()}`.execute(
    db,
  )
  await drain()
}

async function eager(facts: Parameters<typeof buildAgent>[1] = {}) {
  const agent = await buildAgent(db, { language: 'ru', ...facts })
  const as = await signedIn(db, agent)
  const wish = (isMailed: boolean) =>
    db
      .insertInto('notification_wish')
      .values(
        (['sla_breached', 'mentioned', 'rule'] as const).map((kind) => ({
          agent_id: agent.id,
          kind,
          is_shown: true,
          is_mailed: isMailed,
        })),
      )
      .onConflict((conflict) => conflict.columns(['agent_id', 'kind']).doUpdateSet({ is_mailed: isMailed }))
      .execute()
  await wish(true)
  const letters = async () => {
    const rows = await db
      .selectFrom('system_letter')
      .select(['template', 'language', 'secrets'])
      .where('to_address', '=', agent.email)
      .orderBy('id')
      .execute()
    return rows.map((row) => writeSystemLetter(platform.secrets, row))
  }
  return { ...agent, as, wish, letters }
}
const storm = async (agentId: number, tickets: { ticketId: number }[], each = 1) => {
  for (let turn = 0; turn < each; turn++)
    await inTransaction(db, async (tx) => {
      for (const { ticketId } of tickets)
        await notifyAgents(tx, [agentId], { kind: 'sla_breached', ticketId }, clock.now())
    })
}
const someTickets = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => buildMessage(db, { subject: `Заказ ${index + 1}` })),
  )

test('a storm is one letter; the next one within ten minutes is one more, later', async () => {
  const anna = await eager()
  const tickets = await someTickets(25)
  await storm(anna.id, tickets, 20)
  await drain()
  expect(await anna.letters()).toEqual([])
  await pass(125)
  const [letter, ...others] = await anna.letters()
  expect(others).toEqual([])
  expect(letter?.subject).toMatch(/^25 уведомлений/)
  expect(letter?.text.match(/«Заказ \d+». Срок прошёл/g)).toHaveLength(20)
  expect(letter?.text).toContain('и ещё 5 уведомлений')
  expect(letter?.html).toContain(`/tickets/${tickets[0]?.ticketId}"`)
  // The button leads to all of them, not to the front page.
  const button = new URL('/notices', platform.config.publicUrl).href
  expect([letter?.html, letter?.text]).toEqual([
    expect.stringContaining(`"${button}"`),
    expect.stringContaining(button),
  ])

  await storm(anna.id, tickets.slice(0, 3))
  await pass(125)
  await storm(anna.id, tickets.slice(2, 4))
  await pass(300)
  expect(await anna.letters()).toHaveLength(1)
  await pass(300)
  expect((await anna.letters()).map(({ subject }) => subject.split(' ').slice(0, 2).join(' '))).toEqual([
    '25 уведомлений',
    '4 уведомления',
  ])
  await pass(3600)
  expect(await anna.letters()).toHaveLength(2)
})

test('a new notice does not put the waiting letter off, and waits its own two minutes', async () => {
  const anna = await eager()
  const [first, second] = await someTickets(2)
  if (!first || !second) throw new Error('two tickets')
  await storm(anna.id, [first])
  await pass(100)
  await storm(anna.id, [second])
  await pass(30)
  expect((await anna.letters()).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/«Заказ 1». Срок прошёл/),
  ])
  await pass(610)
  expect((await anna.letters()).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('«Заказ 1»'),
    expect.stringContaining('«Заказ 2»'),
  ])
})

test('a crash, a second try and two at once double nothing', async () => {
  const anna = await eager()
  await storm(anna.id, await someTickets(3))
  clock.forward(125)
  const broken = () => {
    throw new Error('cut off')
  }
  const cut = { ...platform, secrets: { ...platform.secrets, encrypt: broken } }
  await expect(mailNotices(cut, { agentId: anna.id })).rejects.toThrow('cut off')
  const again = () => mailNotices(platform, { agentId: anna.id })
  await Promise.all([again(), again(), again()])
  await pass(1200)
  expect(await anna.letters()).toHaveLength(1)
})

test('what was read, is unwished or out of sight meanwhile is not mailed, nor ever again', async () => {
  const [ours, theirs] = [
    await buildTeam(db, { isIsolated: true }),
    await buildTeam(db, { isIsolated: true }),
  ]
  const anna = await eager({ teamIds: [ours.id] })
  const [read, moved, left] = [
    await buildMessage(db, { teamId: ours.id, subject: 'Прочитано' }),
    await buildMessage(db, { teamId: ours.id, subject: 'Ушло' }),
    await buildMessage(db, { teamId: ours.id, subject: 'Осталось' }),
  ]
  await storm(anna.id, [read, moved, left])
  const mark = (body: object) => ask({ method: 'POST', path: '/notifications/read', body, as: anna.as })
  await mark({ ticketId: read.ticketId })
  await db.updateTable('ticket').set({ team_id: theirs.id }).where('id', '=', moved.ticketId).execute()
  await pass(125)
  expect((await anna.letters()).map(({ subject }) => subject)).toEqual([
    expect.stringContaining('«Осталось»'),
  ])

  const { id } = await db
    .selectFrom('notification')
    .select('id')
    .where('ticket_id', '=', read.ticketId)
    .executeTakeFirstOrThrow()
  await mark({ ids: [id], isRead: false })
  await db.updateTable('ticket').set({ team_id: ours.id }).where('id', '=', moved.ticketId).execute()
  await anna.wish(false)
  await storm(anna.id, [left])
  await anna.wish(true)
  await storm(anna.id, [read])
  await anna.wish(false)
  await pass(1200)
  expect(await anna.letters()).toHaveLength(1)
})

test('letters that waited one by one before an upgrade are collected too', async () => {
  const anna = await eager()
  await storm(anna.id, await someTickets(4))
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  const old = await db
    .updateTable('notification')
    .set({ is_for_mail: false })
    .where('agent_id', '=', anna.id)
    .returning('id')
    .execute()
  for (const { id } of old) await enqueue(db, 'notification.mail', { notificationId: id })
  await pass(125)
  await pass(610)
  const subjects = (await anna.letters()).map(({ subject }) => subject)
  expect(subjects.length).toBeLessThanOrEqual(2)
  expect(subjects.at(-1)).toMatch(/^[34] уведомления/)
})

test('a colleague who cannot see the ticket hears nothing of a mention in it', async () => {
  const team = await buildTeam(db, { isIsolated: true })
  const [anna, vera] = [await eager({ teamIds: [team.id] }), await eager({ teamIds: [team.id] })]
  const stranger = await eager({ teamIds: [(await buildTeam(db, { isIsolated: true })).id] })
  const { ticketId } = await buildMessage(db, { teamId: team.id })
  const body = { text: 'Взгляните', mentionedIds: [vera.id, stranger.id] }
  const { status } = await ask({ method: 'POST', path: `/tickets/${ticketId}/notes`, body, as: anna.as })
  expect(status).toBeLessThan(300)
  await drain()
  const heard = async ({ as, letters }: typeof anna) => [
    (await ask({ method: 'GET', path: '/notifications', as })).body.items.length,
    (await ask({ method: 'GET', path: '/notifications/count', as })).body.unread,
    (await letters()).length,
  ]
  await pass(125)
  expect([await heard(vera), await heard(stranger)]).toEqual([
    [1, 1, 1],
    [0, 0, 0],
  ])
})
