import { expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { ask, as, db, inbox } = desk

/** Changes the inbox as a page of its settings does; answers what the audit keeps of it. */
const change = async (body: object) => {
  const { version } = await db
    .selectFrom('inbox')
    .select('version')
    .where('id', '=', inbox.id)
    .executeTakeFirstOrThrow()
  const path = `/inboxes/${inbox.id}`
  expect((await ask({ method: 'PATCH', path, body: { ...body, version }, as })).status).toBe(200)
  const event = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'inbox.updated')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return event?.data
}

test('the audit keeps what differs, field by field, with what it was', async () => {
  const acknowledgement = { ...sectionDefaults.acknowledgement, isOn: true, windowHours: 48 }
  expect(await change({ name: 'Help', acknowledgement })).toEqual({
    inboxId: inbox.id,
    name: 'Help',
    'acknowledgement.isOn': true,
    'acknowledgement.windowHours': 48,
    before: { name: 'Support', 'acknowledgement.isOn': false, 'acknowledgement.windowHours': 24 },
  })
  expect(
    await change({ addressing: { ...sectionDefaults.addressing, aliases: ['help@desk.example'] } }),
  ).toEqual({
    inboxId: inbox.id,
    'addressing.aliases': ['help@desk.example'],
    before: { 'addressing.aliases': [] },
  })
})

test('of a server it says each part, and of a password only that there is another one', async () => {
  const smtp = { host: '127.0.0.1', port: 2525, security: 'none', user: 'me' }
  const kept = await change({ smtp, smtpPassword: 'hunter2' })
  expect(kept).toEqual({
    inboxId: inbox.id,
    'smtp.port': 2525,
    'smtp.user': 'me',
    'smtp.password': 'changed',
    before: { 'smtp.port': desk.sink.port, 'smtp.user': null },
  })
  expect(await change({ smtp: null })).toMatchObject({
    'smtp.host': null,
    'smtp.password': 'removed',
    before: { 'smtp.host': '127.0.0.1', 'smtp.user': 'me' },
  })
})

test('what changes nothing is not written down', async () => {
  const count = async () =>
    (await db.selectFrom('event').select('id').where('type', '=', 'inbox.updated').execute()).length
  const before = await count()
  await change({ name: 'Help' })
  expect(await count()).toBe(before)
})
