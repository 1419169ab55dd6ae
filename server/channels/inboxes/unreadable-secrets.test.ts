import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openInboxSecrets, sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import { createSecrets } from '#server/platform/secrets.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { ask, as, db, platform } = desk
/** As after a move to another machine on which SECRET_KEY was forgotten. */
const others = createSecrets(randomBytes(32).toString('base64'))

const inbox = () =>
  db.selectFrom('inbox').selectAll().where('id', '=', desk.inbox.id).executeTakeFirstOrThrow()
const change = async (body: object) => {
  const { version } = await inbox()
  return ask({ method: 'PATCH', path: `/inboxes/${desk.inbox.id}`, body: { ...body, version }, as })
}

test('passwords nobody can open any more stand in nobody’s way, and are lost only to new ones', async () => {
  const sealed = sealInboxSecrets(others, { smtpPassword: 'secret' })
  await db.updateTable('inbox').set({ secrets: sealed }).execute()
  const list = await ask({ method: 'GET', path: '/inboxes', as })
  expect([list.status, list.body.items?.[0]]).toMatchObject([200, { hasSmtpPassword: false }])
  expect((await change({ name: 'Renamed' })).body).toMatchObject({ name: 'Renamed' })
  expect((await inbox()).secrets).toBe(sealed)
  const { smtp } = await inbox()
  const check = { id: desk.inbox.id, address: desk.inbox.address, receivesBy: 'smtp', smtp }
  expect((await ask({ method: 'POST', path: '/inbox-checks', body: check, as })).status).toBe(200)
  expect((await change({ smtpPassword: 'a new one' })).body).toMatchObject({ hasSmtpPassword: true })
  expect(openInboxSecrets(platform.secrets, (await inbox()).secrets).smtpPassword).toBe('a new one')
})

test('a key of the inbox that nobody can open is no key: the letter is a ticket that says so', async () => {
  await db
    .insertInto('letter_key')
    .values({
      inbox_id: desk.inbox.id,
      scheme: 'pgp',
      fingerprint: 'A'.repeat(40),
      name: 'Lost',
      addresses: [],
      public_part: '',
      secrets: others.encrypt(JSON.stringify({ key: 'x', passphrase: '' })),
      valid_from: new Date(),
      expires_at: null,
      created_at: new Date(),
    })
    .execute()
  const signed =
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n-----BEGIN PGP SIGNATURE-----\n\nxx\n-----END PGP SIGNATURE-----\n'
  const row = await desk.receive(buildLetter({ text: signed }))
  expect(row.state).toBe('new_ticket')
})
