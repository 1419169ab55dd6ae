import { expect, test } from 'vitest'
import { agentsByAddress, identityRoutes } from '#server/identity/index.ts'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn, withApiKey } from '#test/builders/agent.ts'
import { codeHours, mostWrongCodes } from './confirmation-code.ts'

const { db, clock, ask, platform } = await testApp((api, ground) =>
  identityRoutes(api, ground, { hasOpenTickets: async () => false }),
)
const olga = await buildAgent(db, { email: 'olga@desk.example' })
const as = await signedIn(db, olga, clock.now())
const path = '/session/addresses'

const add = (address: string, who = as) => ask({ method: 'POST', path, body: { address }, as: who })
const confirm = (id: number, code: string, who = as) =>
  ask({ method: 'POST', path: `${path}/${id}/confirmation`, body: { code }, as: who })
async function codeSentTo(address: string): Promise<string> {
  const row = await db
    .selectFrom('system_letter')
    .selectAll()
    .where('to_address', '=', address)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return /\d{4} \d{4}/.exec(writeSystemLetter(platform.secrets, row).text)?.[0] ?? ''
}

test('an address is one’s own when the code that went there comes back, and nobody’s again when removed', async () => {
  const added = await add('Olga@Home.example')
  expect(added).toMatchObject({ status: 201, body: { address: 'olga@home.example', isConfirmed: false } })
  expect(await agentsByAddress(db, ['olga@home.example'])).toEqual(new Map())
  const { id } = added.body
  expect(await confirm(id, '0000 0001')).toMatchObject({
    status: 400,
    body: { error: { name: 'wrong_code' } },
  })
  const code = (await codeSentTo('olga@home.example')).replace(' ', '')
  expect(await confirm(id, code)).toMatchObject({ status: 200, body: { isConfirmed: true } })
  expect(await agentsByAddress(db, ['OLGA@home.example'])).toEqual(new Map([['olga@home.example', olga.id]]))
  expect((await ask({ method: 'GET', path, as })).body.items).toMatchObject([{ id, isConfirmed: true }])
  expect((await ask({ method: 'DELETE', path: `${path}/${id}`, as })).status).toBe(200)
  expect(await agentsByAddress(db, ['olga@home.example'])).toEqual(new Map())
  const history = await db
    .selectFrom('event')
    .select('type')
    .where('type', 'like', 'agent.address%')
    .execute()
  expect(history.map((event) => event.type)).toEqual(['agent.address_confirmed', 'agent.address_removed'])
})

test('a code is guessed a few times only, and ends; asked for again, the old one is worth nothing', async () => {
  const { id } = (await add('guessed@home.example')).body
  const first = await codeSentTo('guessed@home.example')
  for (let n = 0; n < mostWrongCodes; n++)
    expect((await confirm(id, String(n).padStart(8, '9'))).body.error.name).toBe('wrong_code')
  expect(await confirm(id, first)).toMatchObject({ status: 410, body: { error: { name: 'link_expired' } } })
  expect((await add('guessed@home.example')).body.id).toBe(id)
  const second = await codeSentTo('guessed@home.example')
  if (second !== first) expect((await confirm(id, first)).body.error.name).toBe('wrong_code')
  clock.forward(codeHours * 3_600 + 1)
  const later = await signedIn(db, olga, clock.now())
  expect((await confirm(id, second, later)).body.error.name).toBe('link_expired')
})

test('an address somebody signs in with or has proved is taken; of two who ask for one, the first to prove it has it', async () => {
  const now = await signedIn(db, olga, clock.now())
  const igor = await buildAgent(db, { email: 'igor@desk.example' })
  const igors = await signedIn(db, igor, clock.now())
  expect((await add('igor@desk.example', now)).body.error.name).toBe('already_exists')
  const mine = (await add('shared@home.example', now)).body.id
  const myCode = await codeSentTo('shared@home.example')
  const his = (await add('shared@home.example', igors)).body.id
  expect((await confirm(mine, myCode, igors)).status).toBe(404)
  expect((await confirm(his, await codeSentTo('shared@home.example'), igors)).status).toBe(200)
  expect((await confirm(mine, myCode, now)).body.error.name).toBe('already_exists')
  // Whoever is no longer in force speaks for nobody.
  await db.updateTable('agent').set({ is_active: false }).where('id', '=', igor.id).execute()
  expect(await agentsByAddress(db, ['shared@home.example', 'igor@desk.example'])).toEqual(new Map())
})

test('bad input, strangers and keys are refused', async () => {
  const now = await signedIn(db, olga, clock.now())
  expect((await add('no address', now)).status).toBe(400)
  const key = await withApiKey(db, olga, [])
  for (const [method, at, body] of [
    ['GET', path, undefined],
    ['POST', path, { address: 'a@home.example' }],
    ['POST', `${path}/1/confirmation`, { code: '1234 5678' }],
    ['DELETE', `${path}/1`, undefined],
  ] as const) {
    expect((await ask({ method, path: at, body })).status).toBe(401)
    expect((await ask({ method, path: at, body, as: key })).status).toBe(403)
  }
})

test('ten are enough', async () => {
  const now = await signedIn(db, await buildAgent(db), clock.now())
  const rows = Array.from({ length: 10 }, (_, n) => `many-${n}@home.example`)
  for (const address of rows) expect((await add(address, now)).status).toBe(201)
  clock.forward(3_601)
  expect((await add('more@home.example', now)).body.error.name).toBe('too_many_addresses')
})
