import { expect, test } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { systemClock } from './clock.ts'
import { inTransaction } from './database/transaction.ts'
import { createSecrets } from './secrets.ts'
import { queueSystemLetter, type SystemLetter, writeSystemLetter } from './system-letters.ts'

const { db } = await testDatabase()
const secrets = createSecrets('a key of sufficient length for a test')
const platform = { secrets, clock: systemClock, config: { publicUrl: 'https://desk.example:8443' } }
const url = 'https://desk.example:8443/invitations/secret-token'

async function queued(letter: SystemLetter) {
  const id = await inTransaction(db, (tx) => queueSystemLetter(tx, platform, letter))
  return db.selectFrom('system_letter').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

test('an invitation is written in the language of the invited, and sealed until it is sent', async () => {
  const facts = { agentName: 'Ольга', deskName: 'Север', inviterName: 'Иван', url, validFor: 7 }
  const row = await queued({ to: 'olga@desk.example', template: 'invitation', language: 'ru', facts })
  expect(row).toMatchObject({ to_address: 'olga@desk.example', state: 'queued', attempts: 0 })
  expect(row.message_id).toMatch(/^<[0-9a-f-]{36}@desk\.example>$/)
  expect(row.secrets).not.toContain('secret-token')
  const letter = writeSystemLetter(secrets, row)
  expect(letter.subject).toBe('Приглашение в «Север»')
  expect(letter.text).toBe(
    `Здравствуйте, Ольга!\n\nИван приглашает вас отвечать клиентам в «Север». Придумайте пароль, и можно начинать.\n\n` +
      `Принять приглашение:\n${url}\n\nСсылка действует 7 дней и срабатывает один раз.\n` +
      `Если вы не ждали приглашения, просто удалите это письмо.\n`,
  )
  expect(letter.html).toContain(`<a href="${url}"`)
})

test('names cannot smuggle markup or header lines', async () => {
  const facts = { agentName: '<img src=x>', deskName: 'Desk\r\nBcc: all@desk.example', url, validFor: 1 }
  const row = await queued({ to: 'a@desk.example', template: 'password_reset', language: 'en', facts })
  const letter = writeSystemLetter(secrets, row)
  expect(letter.subject).toBe('A new password for Desk Bcc: all@desk.example')
  expect(letter.html).toContain('Hello &lt;img src=x&gt;,')
  expect(letter.html).not.toContain('<img')
  expect(letter.text).toContain('within 1 hour.')
})

test('no letter and no job when the transaction fails', async () => {
  const facts = { agentName: 'A', deskName: 'D', url, validFor: 1 }
  const before = await db.selectFrom('system_letter').select('id').execute()
  const work = inTransaction(db, async (tx) => {
    await queueSystemLetter(tx, platform, {
      to: 'b@desk.example',
      template: 'invitation',
      language: 'en',
      facts,
    })
    throw new Error('changed my mind')
  })
  await expect(work).rejects.toThrow('changed my mind')
  expect(await db.selectFrom('system_letter').select('id').execute()).toEqual(before)
})
