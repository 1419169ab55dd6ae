import { expect, test } from 'vitest'
import { notify } from '#server/platform/realtime/notify.ts'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { watchChannels } from './watch-channels.ts'

const desk = await mailDesk()
const { ask, as, db, platform } = desk
const get = async (path: string) => (await ask({ method: 'GET', path, as })).body
const round = await buildInbox(platform, { address: 'round@desk.example', smtpPort: desk.port })
await db
  .updateTable('inbox')
  .set({ addressing: JSON.stringify({ aliases: ['alias@desk.example'] }) })
  .where('id', '=', round.id)
  .execute()
await notify(db, { topic: 'inbox' })
const administrator = await buildAgent(db, {
  role: 'administrator',
  language: 'ru',
  email: 'boss@else.example',
})
const ownAddresses = [
  'round@desk.example',
  'alias@desk.example',
  'alias+me@desk.example',
  'round+x@desk.example',
]
for (const email of ownAddresses) await buildAgent(db, { role: 'administrator', email })
await buildAgent(db, { role: 'agent', email: 'clerk@else.example' })
const notices = async () =>
  (
    await db
      .selectFrom('system_letter')
      .selectAll()
      .where('template', 'in', ['mail_stopped', 'mail_recovered'])
      .orderBy('id')
      .execute()
  ).map((row) => ({
    to: row.to_address,
    template: row.template,
    ...writeSystemLetter(platform.secrets, row),
  }))
const breakDown = (error: string | null) =>
  db
    .updateTable('inbox')
    .set({ send_error: error, send_error_at: error === null ? null : platform.clock.now() })
    .where('id', '=', desk.inbox.id)
    .execute()
const minutes = async (count: number) => {
  for (let minute = 0; minute < count; minute++) {
    platform.clock.forward(60)
    await watchChannels(platform)
  }
}
const mine = (all: { to: string }[]) => all.filter((one) => one.to === administrator.email)

test('the administrators hear of it once, and once that it runs again', async () => {
  await minutes(3)
  const before = (await notices()).length
  await breakDown('535 5.7.8 <b>Wrong</b> password')
  await minutes(3)
  expect(await notices()).toHaveLength(before)
  await minutes(20)
  const [stopped, ...rest] = mine((await notices()).slice(before)) as Awaited<ReturnType<typeof notices>>
  expect(rest).toEqual([])
  expect(stopped).toMatchObject({ template: 'mail_stopped' })
  expect(stopped?.text).toContain('support@desk.example')
  expect(stopped?.text).toContain('письма не уходят (535 5.7.8 <b>Wrong</b> password)')
  expect(stopped?.html).toContain('&lt;b&gt;Wrong')
  expect(stopped?.text).toContain('/settings/channel-health')
  const to = (await notices()).slice(before).map((one) => one.to)
  // Nobody who does not look after inboxes, and nobody who reads the desk's own mailbox.
  expect(to).not.toContain('clerk@else.example')
  for (const address of ownAddresses) expect(to).not.toContain(address)
  expect(await get('/channel-health/count')).toMatchObject({ open: 1, kinds: ['send_error'] })

  await breakDown(null)
  await minutes(30)
  const both = mine((await notices()).slice(before)) as Awaited<ReturnType<typeof notices>>
  expect(both.map((one) => one.template)).toEqual(['mail_stopped', 'mail_recovered'])
  expect(await get('/channel-health/count')).toMatchObject({ open: 0, since: null })
  expect((await get('/channel-health')).incidents[0]).toMatchObject({
    kind: 'send_error',
    inboxId: desk.inbox.id,
  })
})

test('a server that comes and goes makes no storm', async () => {
  await minutes(70)
  const before = (await notices()).length
  for (let round = 0; round < 6; round++) {
    await breakDown('421 Busy')
    await minutes(6)
    await breakDown(null)
    await minutes(4)
  }
  expect(mine((await notices()).slice(before))).toHaveLength(1)
})

test('nobody is written to where letters are not wanted; the page still says it', async () => {
  await minutes(90)
  const path = '/channel-health/watch'
  await ask({ method: 'PATCH', path, body: { areLettersSent: false }, as })
  const before = (await notices()).length
  await breakDown('421 Busy')
  await minutes(8)
  expect(await notices()).toHaveLength(before)
  expect((await get('/channel-health/count')).open).toBe(1)
  await breakDown(null)
})
