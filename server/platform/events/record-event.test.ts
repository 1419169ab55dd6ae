import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { createLog } from '#server/platform/log.ts'
import { openNotices, type Notice } from '#server/platform/realtime/notices.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testDatabase } from '#test/database.ts'
import { answer } from './answerers.ts'
import { recordEvent } from './record-event.ts'

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
