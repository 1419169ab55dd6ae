import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { createLog } from '#server/platform/log.ts'
import { openNotices, type Notice } from '#server/platform/realtime/notices.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testDatabase } from '#test/database.ts'
import { answer, answerOnDemand } from './answerers.ts'
import { recordEvent } from './record-event.ts'
import { recordEvents } from './record-events.ts'
import { setDemand } from './set-demand.ts'

const { db, url } = await testDatabase()
const system = { kind: 'system', id: null } as const

async function waitingJobs() {
  const { rows } = await sql<{ task: string; payload: unknown }>`select task.identifier as task, payload
    from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
    order by job.id`.execute(db)
  return rows
}

test('everyone who answers gets a job when the transaction commits, and nobody when it does not', async () => {
  answer('kettle.boiled', 'tea.make')
  answer('kettle.boiled', 'coffee.make')
  answer('kettle.boiled', 'tea.make')
  const { ticketId } = await buildMessage(db)
  const occurrence = { type: 'kettle.boiled', at: new Date(), actor: system, ticketId }

  await inTransaction(db, async (tx) => {
    await recordEvent(tx, occurrence)
    throw new Error('rolled back')
  }).catch(() => null)
  expect(await waitingJobs()).toEqual([])

  const eventId = await inTransaction(db, (tx) => recordEvent(tx, occurrence))
  expect(await waitingJobs()).toEqual([
    { task: 'tea.make', payload: { eventId, ticketId } },
    { task: 'coffee.make', payload: { eventId, ticketId } },
  ])
})

test('who answers on demand gets a job from the moment it is wanted, and none before or after', async () => {
  answerOnDemand('kettle.cooled', 'ice.make')
  answer('kettle.cooled', 'kettle.note')
  const { ticketId } = await buildMessage(db)
  const cool = () =>
    inTransaction(db, (tx) =>
      recordEvent(tx, { type: 'kettle.cooled', at: new Date(), actor: system, ticketId }),
    )
  const tasks = async () =>
    (await waitingJobs())
      .map(({ task }) => task)
      .filter((task) => !task.endsWith('.make') || task.startsWith('ice'))
  const before = (await tasks()).length
  await cool()
  await inTransaction(db, (tx) => setDemand(tx, 'ice.make', ['kettle.cooled']))
  await cool()
  await inTransaction(db, async (tx) => {
    await setDemand(tx, 'ice.make', ['kettle.cooled', 'kettle.cooled'])
    await setDemand(tx, 'ice.make', [])
  })
  await cool()
  expect((await tasks()).slice(before)).toEqual(['kettle.note', 'kettle.note', 'ice.make', 'kettle.note'])
})

test('the live notice names the ticket and leaves with the commit', async () => {
  const { ticketId } = await buildMessage(db)
  const notices = await openNotices(url, createLog('silent'))
  const heard = new Promise<Notice>((resolve) => notices.listen(resolve))
  await inTransaction(db, (tx) =>
    recordEvent(tx, { type: 'ticket.updated', at: new Date(), actor: system, ticketId }),
  )
  expect(await heard).toEqual({ topic: 'ticket', ticketId })
  await notices.stop()
})

test('of many at once, each gets the jobs of those who have something to do about it, and no others', async () => {
  answer('kettle.sang', 'song.note')
  answer('kettle.sang', 'song.loud', ({ data }) => data?.['isLoud'] === true)
  answer(
    'kettle.sang',
    'song.owned',
    ({ ticketId }) =>
      sql<boolean>`exists (select from ticket where id = ${ticketId} and subject = 'Sings' and ${'x'} = 'x')`,
  )
  answerOnDemand('kettle.sang', 'song.record')
  answer('kettle.slept', 'sleep.never', () => false)
  const { ticketId } = await buildMessage(db)
  const { ticketId: other } = await buildMessage(db)
  await db.updateTable('ticket').set({ subject: 'Sings' }).where('id', '=', other).execute()
  const sang = { type: 'kettle.sang', at: new Date(), actor: system }
  const before = (await waitingJobs()).length
  const ids = await inTransaction(db, async (tx) => {
    await setDemand(tx, 'song.record', ['kettle.sang'])
    return recordEvents(tx, [
      { ...sang, ticketId, data: { isLoud: true } },
      { ...sang, ticketId: other },
      { ...sang, type: 'kettle.slept', ticketId },
    ])
  })
  const of = (n: number) => ({ eventId: ids[n]?.id, ticketId: ids[n]?.ticketId })
  const jobs = (await waitingJobs()).slice(before)
  expect(jobs).toHaveLength(6)
  expect(jobs).toEqual(
    expect.arrayContaining([
      { task: 'song.note', payload: of(0) },
      { task: 'song.loud', payload: of(0) },
      { task: 'song.record', payload: of(0) },
      { task: 'song.note', payload: of(1) },
      { task: 'song.owned', payload: of(1) },
      { task: 'song.record', payload: of(1) },
    ]),
  )
})
