import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { channelAlerts } from '#server/channels/index.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { sweepLedger } from './sweep-ledger.ts'
import { emailDesk } from '../email-desk.ts'

const desk = await mailDesk()
const { db } = desk
const send = (subject: string) =>
  deliver(desk.port, buildLetter({ subject }), { from: 'a@b.example', to: 'support@desk.example' })
const states = async () => {
  const rows = await db
    .selectFrom('inbound_letter')
    .select(['subject', 'state', 'attempts'])
    .orderBy('id')
    .execute()
  return rows.map((row) => `${row.subject ?? '?'} ${row.state} ${row.attempts}`)
}
/** The next try, without the wait before it. */
const later = async () => {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}

test('a letter that cannot be processed holds nobody up, is put aside with an alert, and can be replayed', async () => {
  // The database refuses this one letter's ticket, as it would refuse whatever nobody thought of.
  await sql`alter table ticket add constraint no_poison check (subject <> 'poison')`.execute(db)
  await send('before')
  await send('poison')
  await send('after')
  await desk.work()
  expect(await states()).toEqual(['before new_ticket 0', '? received 1', 'after new_ticket 0'])
  for (let tries = 0; tries < 4; tries++) await later()
  expect(await states()).toEqual(['before new_ticket 0', '? quarantined 5', 'after new_ticket 0'])
  const row = await db
    .selectFrom('inbound_letter')
    .selectAll()
    .where('state', '=', 'quarantined')
    .executeTakeFirstOrThrow()
  expect(row.reason).toBe('processing_failed')
  expect(row.detail['error']).toContain('no_poison')
  expect(await channelAlerts(db)).toMatchObject([{ name: 'letters_quarantined', detail: { count: 1 } }])

  const replayed = await desk.ask({ method: 'POST', path: `/letters/${row.id}/replay`, as: desk.as })
  expect(replayed.status).toBe(200)
  await desk.work()
  const { detail } = await db
    .selectFrom('inbound_letter')
    .select('detail')
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow()
  expect(detail, 'it fails again, and it is still wanted').toMatchObject({ isReplayed: true })
  await sql`alter table ticket drop constraint no_poison`.execute(db)
  await later()
  expect(await states()).toEqual(['before new_ticket 0', 'poison new_ticket 1', 'after new_ticket 0'])
  expect(await channelAlerts(db)).toEqual([])
})

test('a letter whose job was lost is found again', async () => {
  await send('orphan')
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  expect(await sweepLedger(emailDesk(desk.platform), 0)).toBe(1)
  await desk.work()
  expect((await states()).at(-1)).toBe('orphan new_ticket 0')
})
