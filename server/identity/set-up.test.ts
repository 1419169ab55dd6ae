import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testApp } from '#test/app.ts'
import { testPlatform } from '#test/platform.ts'
import { agentByEmail, identityRoutes, setUpFromEnvironment } from './index.ts'
import { makeDesk } from './make-desk.ts'

const { ask, db } = await testApp(
  (api, platform) => identityRoutes(api, platform, { hasOpenTickets: async () => false }),
  { PUBLIC_URL: 'https://desk.example' },
)
const bare = await testPlatform()

const setup = (email: string) => ({
  language: 'ru',
  deskName: ' Север ',
  ticketPrefix: 'Св',
  administrator: { name: 'Ольга', email, password: 'десять букв' },
})

test('before that nobody can sign in, and is told why', async () => {
  const body = { email: 'first@desk.example', password: 'десять букв' }
  const answer = await ask({ method: 'POST', path: '/sessions', body })
  expect([answer.status, answer.body.error.name]).toEqual([403, 'not_set_up'])
})

test('two at once: one sets the desk up and is signed in, the other is told it is done', async () => {
  expect((await ask({ method: 'GET', path: '/setup' })).body).toEqual({
    isSetUp: false,
    deskName: 'Otklik',
    language: 'ru',
  })
  const answers = await Promise.all(
    ['first@desk.example', 'second@desk.example'].map((email) =>
      ask({ method: 'POST', path: '/setup', body: setup(email) }),
    ),
  )
  const won = answers.find(({ status }) => status === 201)
  const lost = answers.find(({ status }) => status === 409)
  expect(lost?.body.error.name).toBe('already_set_up')
  expect(lost?.cookies).toEqual([])
  expect(won?.body.permissions).toContain('agent.manage')
  expect(won?.cookies[0]).toMatchObject({ name: 'otklik_session', secure: true, httpOnly: true })
  expect(await db.selectFrom('agent').select('id').execute()).toHaveLength(1)
  const as = { cookie: `otklik_session=${won?.cookies[0]?.value}` }
  expect((await ask({ method: 'GET', path: '/session', as })).body).toEqual(won?.body)
  expect((await ask({ method: 'GET', path: '/setup' })).body).toMatchObject({
    isSetUp: true,
    deskName: 'Север',
  })
  const settings = await readSettings(db)
  expect(settings).toMatchObject({ ticket_prefix: 'СВ', ticket_prefixes: ['СВ'], language: 'ru' })
  expect(settings.set_up_at).not.toBeNull()
})

test('afterwards nobody can, not even who came in through the gap', async () => {
  const answer = await ask({ method: 'POST', path: '/setup', body: setup('third@desk.example') })
  expect(answer.status).toBe(409)
  expect(
    await inTransaction(db, (tx) =>
      makeDesk(tx, { ...setup('x@desk.example'), language: 'ru' }, '', new Date()),
    ),
  ).toBe(null)
})

test('without a browser: the first start sets up, the later ones leave it alone', async () => {
  const administrator = { email: 'Admin@Desk.Example', password: 'from the environment' }
  expect(await setUpFromEnvironment(bare, administrator, 'en_GB.UTF-8')).toBe(true)
  const made = await agentByEmail(bare.database.db, 'admin@desk.example')
  expect(made?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await readSettings(bare.database.db)).toMatchObject({
    desk_name: 'Otklik',
    ticket_prefix: 'HD',
    language: 'en',
  })
  expect(await setUpFromEnvironment(bare, { ...administrator, password: 'another password' }, 'ru')).toBe(
    false,
  )
  expect(await agentByEmail(bare.database.db, 'admin@desk.example')).toEqual(made)
})
