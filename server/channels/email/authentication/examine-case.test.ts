import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { sweepLedger } from '../receiving/sweep-ledger.ts'
import { createReplyAddress } from '../threading/thread-token.ts'
import { setApart } from './examine-case.ts'
import type { Resolve } from './name-resolver.ts'

/** Letters whose sender is looked at before they are decided. */
const desk = await mailDesk()
const { db, inbox } = desk
const channel = emailDesk(desk.platform)
const company = buildSigningDomain('company.example')
const world = resolveFrom(company.records)
const olga = await buildAgent(db, { email: 'olga@company.example' })
beforeEach(() => {
  channel.resolve = world
})

const keep = async (from: string, messageId: string) =>
  deliver(desk.port, await company.sign(buildLetter({ from, messageId })), { from, to: inbox.address })
const letter = (messageId: string) =>
  db.selectFrom('inbound_letter').selectAll().where('message_id', '=', messageId).executeTakeFirstOrThrow()
const silent: Resolve = () => Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }))
/** The next try, without the wait before it. */
const waitNoMore = async () => {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}
const forgetJobs = () => sql`delete from graphile_worker._private_jobs`.execute(db)
const jobKeys = async () => {
  const { rows } = await sql<{ key: string }>`
    select key from graphile_worker.jobs where key is not null order by key`.execute(db)
  return rows.map((row) => row.key)
}

test('two that failed once and meet again in one turn are both decided', async () => {
  const ids = ['met-1@company.example', 'met-2@company.example']
  for (const id of ids) await keep(olga.email, id)
  await forgetJobs()
  await db.updateTable('inbound_letter').set({ attempts: 1 }).where('message_id', 'in', ids).execute()
  expect(await sweepLedger(channel, 0)).toBe(1)
  await desk.work()
  for (const id of ids) expect(await letter(id)).toMatchObject({ state: 'new_ticket', attempts: 1 })
})

test('a letter that waits to be examined gets no second job, unless its own is never tried again', async () => {
  await keep(olga.email, 'waits-1@company.example')
  await keep(olga.email, 'waits-2@company.example')
  const [first, second] = [await letter('waits-1@company.example'), await letter('waits-2@company.example')]
  await forgetJobs()
  await inTransaction(db, (tx) => setApart(tx, [first.id, second.id, first.id]))
  expect(await jobKeys()).toEqual([`email.examine ${first.id}`, `email.examine ${second.id}`])
  expect(await sweepLedger(channel, 0)).toBe(0)
  await sql`update graphile_worker._private_jobs set attempts = max_attempts
    where key = ${`email.examine ${second.id}`}`.execute(db)
  expect(await sweepLedger(channel, 0)).toBe(1)
  await desk.work()
  expect((await letter('waits-1@company.example')).state).toBe('new_ticket')
  expect((await letter('waits-2@company.example')).state).toBe('new_ticket')
  await forgetJobs()
})

test('one that fails while its neighbour’s job takes it along is tried again after the wait, not at once', async () => {
  await sql`alter table ticket add constraint no_poison check (subject <> 'poison')`.execute(db)
  const poison = buildLetter({ from: olga.email, messageId: 'p-2@company.example', subject: 'poison' })
  await keep(olga.email, 'p-1@company.example')
  await deliver(desk.port, await company.sign(poison), { from: olga.email, to: inbox.address })
  await desk.work()
  await desk.work()
  expect((await letter('p-1@company.example')).state).toBe('new_ticket')
  const { id, attempts } = await letter('p-2@company.example')
  expect([attempts, await jobKeys()]).toEqual([2, [`email.receive ${id}`]])
  await sql`alter table ticket drop constraint no_poison`.execute(db)
  await waitNoMore()
  expect((await letter('p-2@company.example')).state).toBe('new_ticket')
})

test('with a rule that asks who letters are from, each is opened once', async () => {
  const body = {
    name: 'Forged',
    conditions: [{ field: 'authentication', verdict: 'fail' }],
    actions: { drop: 'spam' },
  }
  const made = await desk.ask({ method: 'POST', path: '/mail-rules', as: desk.as, body })
  await expect.poll(async () => (await channel.policy.current()).rules.length).toBe(1)
  const { prepare } = channel
  let opened = 0
  channel.prepare = (raw) => {
    opened++
    return prepare(raw)
  }
  const ids = [1, 2, 3].map((n) => `asked-${n}@company.example`)
  for (const id of ids) await keep('anna@company.example', id)
  await desk.work()
  channel.prepare = prepare
  for (const id of ids) expect((await letter(id)).authentication).toMatchObject({ result: 'pass' })
  expect(opened).toBe(ids.length)
  const { id } = made.body as { id: number }
  await desk.ask({ method: 'DELETE', path: `/mail-rules/${id}`, as: desk.as })
  await expect.poll(async () => (await channel.policy.current()).rules).toEqual([])
})

test('an agent whose domain’s DNS is silent is asked about again, a few times, before the letter is doubted', async () => {
  const ticket = await desk.receive(buildLetter({ from: 'vera@client.example' }))
  const address = createReplyAddress(channel.tokenKey, inbox.address, ticket.ticket_id ?? 0)
  const answer = async (messageId: string) =>
    desk.receive(await company.sign(buildLetter({ from: olga.email, to: address, messageId })), address)
  channel.resolve = silent
  const waiting = await answer('silent-1@company.example')
  expect(waiting).toMatchObject({ state: 'received', attempts: 1, authentication: null })
  channel.resolve = world
  await waitNoMore()
  expect(await letter('silent-1@company.example')).toMatchObject({ reason: 'agent_reply' })

  channel.resolve = silent
  await answer('silent-2@company.example')
  for (let tries = 2; tries <= 3; tries++) {
    await waitNoMore()
    expect(await letter('silent-2@company.example')).toMatchObject({ state: 'received', attempts: tries })
  }
  await waitNoMore()
  expect(await letter('silent-2@company.example')).toMatchObject({
    reason: 'unverified_agent_letter',
    authentication: { result: 'temperror' },
  })
})
