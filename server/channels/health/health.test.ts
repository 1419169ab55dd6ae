import { describe, expect, test } from 'vitest'
import * as contract from '#contract/channel-health.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'
import { createSelfTestToken } from './self-test-token.ts'
import { watchChannels } from './watch-channels.ts'

const desk = await mailDesk()
const { ask, as, db, platform } = desk
describeRefusals(contract, desk)

const get = async (path: string) => (await ask({ method: 'GET', path, as })).body
const post = (path: string) => ask({ method: 'POST', path, as })
const healthOf = async (inboxId: number) =>
  (await get('/channel-health')).inboxes.find((one: { inboxId: number }) => one.inboxId === inboxId)
/** A server on this machine that hands letters straight back to the desk: the desk's own listener. */
const round = await buildInbox(platform, { address: 'round@desk.example', smtpPort: desk.port })

test('every inbox is shown with its letters, what waits, and what is wrong', async () => {
  await desk.receive(buildLetter())
  await desk.receive(buildLetter())
  const { ticket_id: ticketId } = await desk.lastLetter()
  await desk.answer(ticketId ?? 0, { to: ['ok@shown.example'] })
  await desk.answer(ticketId ?? 0, { to: ['full@shown.example'] })
  const shown = await healthOf(desk.inbox.id)
  expect(shown).toMatchObject({
    state: 'ok',
    incoming: { state: 'ok', by: 'smtp', waiting: 0, quarantined: 0, lookedAt: null, behind: null },
    outgoing: { state: 'ok', canSend: true, waiting: 1, failed: 0 },
    token: null,
    problems: [],
    selfTest: null,
  })
  expect(shown.hours).toHaveLength(48)
  expect(shown.hours.at(-1)).toMatchObject({ received: 2, sent: 1 })
  await db
    .updateTable('inbound_letter')
    .set({ state: 'quarantined', decided_at: new Date() })
    .where('ticket_id', '=', ticketId)
    .execute()
  const bad = await healthOf(desk.inbox.id)
  expect(bad.state).toBe('warn')
  expect(bad.problems).toMatchObject([{ kind: 'quarantined', isGrave: true, facts: { count: 1 } }])
  await db
    .updateTable('inbound_letter')
    .set({ state: 'new_ticket' })
    .where('ticket_id', '=', ticketId)
    .execute()
})

describe('a letter that goes round', () => {
  const start = async (inboxId: number) => post(`/inboxes/${inboxId}/self-test`)

  test('is recognised, makes no ticket, and every leg has its time', async () => {
    const tickets = async () => (await db.selectFrom('ticket').select('id').execute()).length
    const before = await tickets()
    const started = await start(round.id)
    expect(started.status).toBe(202)
    expect(started.body).toMatchObject({ state: 'running', connectedAt: null })
    expect((await start(round.id)).body.error.name).toBe('self_test_running')
    await desk.work()
    const { selfTest } = await healthOf(round.id)
    expect(selfTest).toMatchObject({ state: 'passed', error: null })
    const legs = ['startedAt', 'connectedAt', 'arrivedAt', 'recognisedAt'].map((leg) =>
      Date.parse(selfTest[leg]),
    )
    expect(legs).toEqual(legs.toSorted((a, b) => a - b))
    const letter = await db
      .selectFrom('inbound_letter')
      .selectAll()
      .where('id', '=', selfTest.letterId)
      .executeTakeFirstOrThrow()
    expect(letter).toMatchObject({
      state: 'ignored',
      reason: 'self_test',
      ticket_id: null,
      inbox_id: round.id,
    })
    expect(await tickets()).toBe(before)
  })

  test('nobody makes a letter vanish with a token that is not ours', async () => {
    const token = createSelfTestToken(platform.secrets.keyFor('another key'), 1)
    const row = await desk.receive(buildLetter({ headers: { 'X-Otklik-Self-Test': token } }))
    expect(row.state).toBe('new_ticket')
  })

  test('does not pass by a letter about it: a report that it came back, or somebody’s absence', async () => {
    const far = await buildInbox(platform, { address: 'far@desk.example', smtpPort: desk.sink.port })
    const stateOf = async () => (await healthOf(far.id)).selfTest
    await start(far.id)
    await desk.work()
    const sent = desk.sink.letters.findLast((one) => one.to.includes(far.address))
    const { subject = '', messageId } = sent?.letter ?? {}
    const about = { headers: { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': `<${messageId}>` } }
    const away = buildLetter({ from: far.address, subject: `Automatic reply: ${subject}`, ...about })
    expect(await desk.receive(away, far.address)).toMatchObject({ state: 'ignored', reason: 'self_test' })
    expect(await stateOf()).toMatchObject({ state: 'running' })
    const report = buildLetter({
      from: 'MAILER-DAEMON@mx.example',
      subject: `Undeliverable: ${subject}`,
      text: 'The letter could not be delivered: 550 5.1.1 user unknown',
    })
    expect(await desk.receive(report, far.address, '')).toMatchObject({
      reason: 'self_test',
      ticket_id: null,
    })
    expect(await stateOf()).toMatchObject({ state: 'failed', error: 'bounced' })
  })

  test('says why it did not leave, and that it did not come back', async () => {
    const shut = await buildInbox(platform, { address: 'shut@desk.example', smtpPort: 1 })
    await start(shut.id)
    await desk.work()
    expect((await healthOf(shut.id)).selfTest).toMatchObject({ state: 'failed', error: 'connection' })
    // Its server takes the letter and brings it to nobody.
    const away = await buildInbox(platform, { address: 'away@desk.example', smtpPort: desk.sink.port })
    await start(away.id)
    await desk.work()
    expect((await healthOf(away.id)).selfTest).toMatchObject({ state: 'running', arrivedAt: null })
    platform.clock.forward(11 * 60)
    await watchChannels(platform)
    expect((await healthOf(away.id)).selfTest.state).toBe('lost')
    expect((await healthOf(away.id)).problems).toMatchObject([{ kind: 'test_lost', isGrave: false }])
    const mute = await buildInbox(platform, { address: 'mute@desk.example' })
    expect((await start(mute.id)).body.error.name).toBe('no_inbox')
    expect((await start(999_999)).status).toBe(404)
    expect((await post('/inboxes/x/self-test')).status).toBe(400)
  })

  test('goes by itself every so many hours where that is wanted', async () => {
    const change = (body: object) => ask({ method: 'PATCH', path: '/channel-health/watch', body, as })
    expect((await change({ selfTestHours: 6 })).body).toMatchObject({ selfTestHours: 6, silentMinutes: 15 })
    expect((await change({ queueMinutes: 1 })).status).toBe(400)
    const count = async () =>
      (await db.selectFrom('channel_self_test').select('id').where('inbox_id', '=', round.id).execute())
        .length
    const before = await count()
    platform.clock.forward(7 * 3600)
    await watchChannels(platform)
    await watchChannels(platform)
    expect(await count()).toBe(before + 1)
    await desk.work()
    await change({ selfTestHours: null })
  })
})
