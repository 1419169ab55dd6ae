import { sql } from 'kysely'
import { expect, test } from 'vitest'
// Everybody who answers events is loaded with the whole app.
import '#server/app.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

const { db, ask, as, port, inbox, work } = await mailDesk()

async function waitingTasks(): Promise<string[]> {
  const { rows } = await sql<{ task: string }>`select task.identifier as task
    from graphile_worker._private_jobs as job join graphile_worker._private_tasks as task on task.id = job.task_id
    order by job.id`.execute(db)
  return rows.map(({ task }) => task)
}
const letter = (headers: string) =>
  `From: maria@customer.example\r\nTo: support@desk.example\r\n${headers}\r\n\r\nЗдравствуйте!\r\n`
const arrive = async (headers: string) => {
  await deliver(port, letter(headers), { from: 'maria@customer.example', to: inbox.address })
  const before = await waitingTasks()
  await work()
  return { before, after: await waitingTasks() }
}
const forget = () => sql`delete from graphile_worker._private_jobs`.execute(db)

test('a plain letter costs the job that receives it, and no other', async () => {
  const first = await arrive('Subject: Invoice\r\nMessage-ID: <1@customer.example>')
  expect(first.before).toHaveLength(1)
  expect(first.after).toEqual([])

  // Nobody has the ticket or follows it: there is nobody to tell.
  const second = await arrive('Subject: Re: Invoice\r\nIn-Reply-To: <1@customer.example>')
  expect(second.before).toHaveLength(1)
  expect(second.after).toEqual([])
})

test('a change costs a job when it tells somebody something', async () => {
  await arrive('Subject: Contract\r\nMessage-ID: <2@customer.example>')
  await forget()
  const { id } = await db.selectFrom('ticket').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  const agent = await buildAgent(db)
  const path = `/tickets/${id}`
  const version = async () => (await ask({ method: 'GET', path, as })).body.version
  await ask({ method: 'PATCH', path, body: { version: await version(), priority: 'high' }, as })
  await ask({ method: 'POST', path: `${path}/notes`, body: { text: 'Ждём' }, as })
  expect(await waitingTasks()).not.toContain('notification.answer')

  await ask({
    method: 'POST',
    path: `${path}/notes`,
    body: { text: 'Взгляни', mentionedIds: [agent.id] },
    as,
  })
  await ask({ method: 'PATCH', path, body: { version: await version(), assigneeId: agent.id }, as })
  expect((await waitingTasks()).filter((task) => task === 'notification.answer')).toHaveLength(2)
  await forget()
  const answered = await arrive('Subject: Re: Contract\r\nIn-Reply-To: <2@customer.example>')
  expect(answered.after).toEqual(['notification.answer'])
})
