import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { judgeLetters } from './judge-letters.ts'
import type { Resolve } from './name-resolver.ts'
import { verdictOf } from './verdict-of.ts'

const silent: Resolve = () => Promise.reject(Object.assign(new Error('silence'), { code: 'ETIMEOUT' }))
const desk = await mailDesk()
const { db, inbox } = desk

const bank = buildSigningDomain('bank.example')
const channel = emailDesk(desk.platform)
const boss = 'boss@bank.example'

/** A letter as if it had come over the world, and the workers' work on it. */
async function enter(raw: string) {
  await deliver(desk.port, raw, { from: 'x@evil.example', to: inbox.address })
  await db
    .updateTable('inbound_letter')
    .set((eb) => ({
      envelope: eb.fn<string>('jsonb_set', ['envelope', eb.val('{remoteAddress}'), eb.val('"198.51.100.9"')]),
    }))
    .where('state', '=', 'received')
    .execute()
  await desk.work()
  return desk.lastLetter()
}
async function warningOf({ customer_message_id: id }: { customer_message_id: number | null }) {
  const message = await db
    .selectFrom('customer_message')
    .select('sender_warning')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return message.sender_warning
}

test('who a letter is from is found out after it is in its ticket, and a forged one is marked', async () => {
  channel.resolve = resolveFrom(bank.records)
  const judged = async (raw: string) => {
    const { id, authentication } = await enter(raw)
    expect(authentication).toBeNull()
    await judgeLetters(channel, { letterIds: [id] })
    return desk.lastLetter()
  }
  const forged = await judged(buildLetter({ from: boss }))
  expect([forged.authentication?.result, await warningOf(forged)]).toEqual(['fail', 'forged'])
  const { rows: jobs } =
    await sql`select from graphile_worker.jobs where task_identifier = 'email.authenticate'`.execute(db)
  expect(jobs).toHaveLength(1)
  const real = await judged(await bank.sign(buildLetter({ from: boss })))
  expect([real.authentication?.result, await warningOf(real)]).toEqual(['pass', null])
})

test('a silent DNS is asked again, a few times, before its silence is the last word', async () => {
  channel.resolve = silent
  const letter = await enter(await bank.sign(buildLetter({ from: boss })))
  const askAgain = async () => {
    await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
    await desk.work()
    return (await desk.lastLetter()).authentication
  }
  for (let tries = 1; tries <= 3; tries++) expect(await askAgain()).toBeNull()
  expect(await askAgain()).toMatchObject({ result: 'temperror' })
  await askAgain()
  const { rows: jobs } =
    await sql`select from graphile_worker.jobs where task_identifier = 'email.authenticate'`.execute(db)
  expect(jobs).toHaveLength(0)

  const forged = await enter(buildLetter({ from: boss }))
  expect(await askAgain()).toBeNull()
  channel.resolve = resolveFrom(bank.records)
  expect(await askAgain()).toMatchObject({ result: 'fail' })
  expect([await warningOf(letter), await warningOf(forged)]).toEqual([null, 'forged'])
})

test('a fetched letter is read again only where somebody’s word about it may count', async () => {
  const { prepare } = channel
  let opened = 0
  channel.prepare = (raw) => {
    opened++
    return prepare(raw)
  }
  channel.resolve = resolveFrom(bank.records)
  const fetched = async () => {
    const { id } = await enter(await bank.sign(buildLetter({ from: boss })))
    await sql`update inbound_letter set envelope = '{"via": "imap"}' where id = ${id}`.execute(db)
    opened = 0
    const verdict = await verdictOf(channel, id)
    return [verdict?.result, opened]
  }
  expect(await fetched()).toEqual(['pass', 0])
  const authentication = { authservIds: ['mx.provider.example'], arcSealers: [], trustsReplyTo: false }
  const change = { authentication: JSON.stringify(authentication) }
  await db.updateTable('inbox').set(change).where('id', '=', inbox.id).execute()
  await inTransaction(db, (tx) => notify(tx, { topic: 'inbox' }))
  await expect.poll(async () => (await channel.directory.all())[0]?.authentication).toEqual(authentication)
  expect(await fetched()).toEqual(['pass', 1])
  channel.prepare = prepare
})

test('a rule that asks is told before the letter is decided; what it lets in is marked all the same', async () => {
  channel.resolve = resolveFrom(bank.records)
  const rule = (drop: 'spam' | null) => ({
    name: 'Forged',
    conditions: [{ field: 'authentication', verdict: 'fail' }],
    actions: { drop, tags: ['forged'] },
  })
  const made = await desk.ask({ method: 'POST', path: '/mail-rules', as: desk.as, body: rule('spam') })
  expect(made.status).toBe(201)
  await expect.poll(async () => (await channel.policy.current()).rules.length).toBe(1)
  expect(await enter(buildLetter({ from: boss }))).toMatchObject({ state: 'ignored', reason: 'rule_spam' })
  expect(await enter(await bank.sign(buildLetter({ from: boss })))).toMatchObject({ state: 'new_ticket' })
  const { id, version } = made.body as { id: number; version: number }
  const patch = { method: 'PATCH', path: `/mail-rules/${id}`, as: desk.as } as const
  await desk.ask({ ...patch, body: { ...rule(null), version } })
  await expect
    .poll(async () => (await channel.policy.current()).rules.map((one) => one.actions.drop))
    .toEqual([null])
  const letIn = await enter(buildLetter({ from: boss }))
  expect([letIn.state, await warningOf(letIn)]).toEqual(['new_ticket', 'forged'])
  await desk.ask({ method: 'DELETE', path: `/mail-rules/${id}`, as: desk.as })
  await expect.poll(async () => (await channel.policy.current()).rules).toEqual([])
})

test('letters that claim to be an agent’s wait apart: the rest of the batch is decided without the DNS', async () => {
  const { email: address } = await buildAgent(db, { email: 'olga@slow.example' })
  const { promise: asked, resolve: wasAsked } = Promise.withResolvers<void>()
  const { promise: answer, resolve: letGo } = Promise.withResolvers<void>()
  channel.resolve = async () => {
    wasAsked()
    await answer
    throw Object.assign(new Error('nothing'), { code: 'ENOTFOUND' })
  }
  const slow = buildSigningDomain('slow.example')
  await deliver(
    desk.port,
    await slow.sign(buildLetter({ from: address, messageId: 'agents@slow.example' })),
    {
      from: address,
      to: inbox.address,
    },
  )
  for (const messageId of ['one@client.example', 'two@client.example'])
    await deliver(desk.port, buildLetter({ messageId }), { from: 'a@client.example', to: inbox.address })
  const stateOf = async (messageId: string) =>
    (
      await db
        .selectFrom('inbound_letter')
        .select('state')
        .where('message_id', '=', messageId)
        .executeTakeFirstOrThrow()
    ).state
  const working = desk.work()
  await asked
  expect(await stateOf('two@client.example')).toBe('new_ticket')
  expect(await stateOf('agents@slow.example')).toBe('received')
  letGo()
  await working
  expect(await stateOf('agents@slow.example')).toBe('new_ticket')
})
