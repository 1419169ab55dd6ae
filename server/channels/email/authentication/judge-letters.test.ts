import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildAgent } from '#test/builders/agent.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { judgeLetters } from './judge-letters.ts'

const desk = await mailDesk()
const { db, inbox } = desk

test('who a letter is from is found out after it is in its ticket, and a forged one is marked', async () => {
  const bank = buildSigningDomain('bank.example')
  const channel = emailDesk(desk.platform)
  channel.resolve = resolveFrom(bank.records)
  const enter = async (raw: string) => {
    await deliver(desk.port, raw, { from: 'x@evil.example', to: inbox.address })
    // As if it had come over the world.
    await db
      .updateTable('inbound_letter')
      .set((eb) => ({
        envelope: eb.fn<string>('jsonb_set', [
          'envelope',
          eb.val('{remoteAddress}'),
          eb.val('"198.51.100.9"'),
        ]),
      }))
      .where('state', '=', 'received')
      .execute()
    await desk.work()
    const { id } = await desk.lastLetter()
    await judgeLetters(channel, { letterIds: [id] })
    const row = await desk.lastLetter()
    const message = await db
      .selectFrom('customer_message')
      .select('sender_warning')
      .where('id', '=', row.customer_message_id)
      .executeTakeFirstOrThrow()
    return { ...row, warning: message.sender_warning }
  }
  const forged = await enter(buildLetter({ from: 'boss@bank.example' }))
  expect([forged.authentication?.result, forged.warning]).toEqual(['fail', 'forged'])
  const { rows: jobs } =
    await sql`select from graphile_worker.jobs where task_identifier = 'email.authenticate'`.execute(db)
  expect(jobs).toHaveLength(1)
  const real = await enter(await bank.sign(buildLetter({ from: 'boss@bank.example' })))
  expect([real.authentication?.result, real.warning]).toEqual(['pass', null])
})

test('letters that claim to be an agent’s wait apart: the rest of the batch is decided without the DNS', async () => {
  const channel = emailDesk(desk.platform)
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
