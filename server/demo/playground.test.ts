import { afterAll, expect, test } from 'vitest'
import type { Trail } from '#contract/playground.ts'
import { createDeskApp } from '#server/app.ts'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { StartRefused } from '#server/platform/start-refused.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { startDemo } from './start-demo.ts'

const platform = await testPlatform({ SMTP_PORT: '0', SMTP_HOST: '127.0.0.1' })
const demo = await startDemo(platform, 'en_GB.UTF-8')
const channels = await startChannels(platform)
demo.receiveAt(channels.smtpPort)
const app = await createDeskApp(platform, demo)
await app.ready()
afterAll(async () => {
  await app.close()
  await channels.stop()
  await demo.stop()
})
const { db } = platform.database
const customer = 'emma.hughes@greenfield.example'
const support = 'support@romashka.example'

async function ask(method: 'GET' | 'POST', path: string, payload?: object) {
  const answer = await app.inject({ method, url: `/api/v1${path}`, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const work = () => drainJobs(platform.database.pool, channelTasks(platform), platform.log)
const write = (more: object = {}) =>
  ask('POST', '/playground/letters', {
    from: customer,
    to: support,
    subject: 'Hello',
    text: 'Help me',
    ...more,
  })
const mailbox = async () => (await ask('GET', `/playground/mailbox?address=${customer}`)).body
const kinds = (trail: Trail) => trail.steps.map((step) => step.kind)

test('a letter goes in by SMTP, the answer comes back by SMTP, and the reply joins the same ticket', async () => {
  const file = { name: 'note.txt', mime: 'text/plain', content: Buffer.from('a file').toString('base64') }
  expect((await write({ files: [file] })).status).toBe(201)
  await work()
  const [opened] = (await mailbox()).trails
  expect(kinds(opened)).toEqual(['accepted', 'entered', 'decided'])
  expect(opened.steps.at(-1)).toMatchObject({ state: 'new_ticket', reason: 'no_thread' })

  const agent = await buildAgent(db, { name: 'Anna' })
  const headers = await signedIn(db, agent)
  const url = `/api/v1/tickets/${opened.ticket.id}`
  const replied = await app.inject({
    method: 'POST',
    url: `${url}/replies`,
    headers,
    payload: { text: 'We are on it.' },
  })
  expect(replied.statusCode).toBe(201)
  await app.inject({ method: 'POST', url: `${url}/notes`, headers, payload: { text: 'Our secret' } })
  await work()
  const { letters, trails } = await mailbox()
  expect(kinds(trails[0])).toEqual(
    expect.arrayContaining(['answered', 'taken', 'noted', 'delivery', 'arrived']),
  )
  expect(letters[0]).toMatchObject({ direction: 'received', correspondent: { address: support } })

  const letter = (await ask('GET', `/playground/letters/${letters[0].id}`)).body
  expect(letter.text).toContain('We are on it.')
  expect(letter.source).toMatch(/^Message-ID: <otk\./m)
  expect(letter.source).not.toContain('Our secret')
  await write({
    to: letter.replyTo.address,
    subject: `Re: ${letter.subject}`,
    text: 'Thanks',
    inReplyTo: letter.id,
  })
  await work()
  const after = (await mailbox()).trails
  expect(after).toHaveLength(1)
  const last = after[0].steps.findLast((step: { kind: string }) => step.kind === 'decided')
  expect(last).toMatchObject({ state: 'threaded' })
  expect(after[0].ticket.id).toBe(opened.ticket.id)
})

test('a file of a letter is to be saved', async () => {
  const sent = (await mailbox()).letters.find((letter: { hasFiles: boolean }) => letter.hasFiles)
  const { files } = (await ask('GET', `/playground/letters/${sent.id}`)).body
  const answer = await app.inject({ method: 'GET', url: files[0].url })
  expect(answer.headers['content-disposition']).toMatch(/^attachment/)
  expect(answer.body).toBe('a file')
  expect((await ask('GET', `/playground/letters/${sent.id}/files/7`)).status).toBe(404)
})

test('letters leave for the desk only, in the name of its customers only', async () => {
  for (const more of [
    { to: 'somebody@elsewhere.example' },
    { to: 'support@romashka.example.elsewhere.example' },
    { from: 'stranger@elsewhere.example' },
  ]) {
    expect((await write(more)).body.error.name).toBe('unknown_reference')
  }
  expect((await write({ text: 7 })).body.error.name).toBe('invalid_input')
  expect((await write({ inReplyTo: 9999 })).status).toBe(404)
  expect((await ask('GET', '/playground/mailbox?address=nobody')).status).toBe(400)
})

test('on the shop’s site one is a guest of its chat, or a customer whom the shop has signed', async () => {
  const shop = (await ask('GET', '/playground/shop')).body
  const [user] = shop.users as { name: string; address: string; userToken: string }[]
  const open = (body: object) => ask('POST', `/chat/${shop.chatKey}/visitors`, { language: 'en', ...body })
  expect((await open({})).body.state.visitor).toEqual({ name: '', email: null, isIdentified: false })
  const { visitor } = (await open({ userToken: user?.userToken })).body.state
  expect(visitor).toEqual({ name: user?.name, email: user?.address, isIdentified: true })
  await db.updateTable('chat').set({ is_active: false }).execute()
  expect((await ask('GET', '/playground/shop')).body).toMatchObject({ chatKey: null, users: [] })
  await db.updateTable('chat').set({ is_active: true }).execute()
})

test('the public documentation knows nothing of it, and a desk without --demo has none of it', async () => {
  const { body } = await ask('GET', '/openapi.json')
  expect(Object.keys(body.paths).filter((path) => path.includes('playground'))).toEqual([])
  const plain = await createDeskApp(platform)
  const answer = await plain.inject({ method: 'GET', url: '/api/v1/playground' })
  expect(answer.statusCode).toBe(404)
  await plain.close()
})

test('a second start keeps the desk, and sends to the mailboxes of this one', async () => {
  const count = () => db.selectFrom('ticket').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()
  const before = await count()
  const again = await startDemo(platform)
  const ports = await db.selectFrom('inbox').select('smtp').execute()
  expect(new Set(ports.map((row) => row.smtp?.port)).size).toBe(1)
  expect(await count()).toEqual(before)
  await again.stop()
})

test('a desk that somebody works with is refused', async () => {
  await db
    .updateTable('agent')
    .set({ email: 'real@desk.example' })
    .where('email', '=', 'olga@demo.example')
    .execute()
  await expect(startDemo(platform)).rejects.toThrow(StartRefused)
})
