import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { mailDesk } from '#test/mail-desk.ts'

const { db, platform, sink, work, inbox } = await mailDesk()

test('a letter that signs in goes to whoever asked, to nobody who complained, and never to the desk itself', async () => {
  const [bounced, complained] = ['bounced@shop.example', 'complained@shop.example']
  const block = { scope: 'all', status: null, diagnostic: null, reply_id: null, ticket_id: null } as const
  const times = { blocked_by_id: null, blocked_at: platform.clock.now(), expires_at: null }
  await db
    .insertInto('blocked_address')
    .values([
      { ...block, ...times, address: bounced, cause: 'hard_bounce' },
      { ...block, ...times, address: complained, cause: 'complaint' },
    ])
    .execute()
  const facts = {
    agentName: '',
    deskName: 'D',
    url: 'https://desk.example/x',
    validFor: 15,
    lines: ['123456'],
  }
  for (const to of [bounced, complained, inbox.address]) {
    await inTransaction(db, (tx) =>
      queueSystemLetter(tx, platform, { to, template: 'customer_sign_in', language: 'ru', facts }),
    )
  }
  await work()
  expect(sink.letters.map((letter) => letter.to).flat()).toEqual([bounced])
  const states = await db.selectFrom('system_letter').select(['to_address', 'state']).orderBy('id').execute()
  expect(states.map(({ state }) => state)).toEqual(['sent', 'failed', 'failed'])
})
