import { expect, test } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { inTransaction } from './database/transaction.ts'
import { createLog } from './log.ts'
import { openNotices } from './realtime/notices.ts'
import { readSettings, type Settings, watchSettings, writeSettings } from './settings.ts'

const now = new Date('2026-03-01T10:00:00Z')
const { db, url } = await testDatabase()
const write = (changes: Parameters<typeof writeSettings>[1]) =>
  inTransaction(db, (tx) => writeSettings(tx, changes, now))

test('a new desk has sensible settings', async () => {
  expect(await readSettings(db)).toEqual({
    desk_name: 'Otklik',
    language: 'ru',
    ticket_prefix: 'HD',
    ticket_prefixes: ['HD'],
    set_up_at: null,
    letter_copies: 'one_ticket',
    time_zone: null,
  })
})

test('every prefix ever used stays known, also when two change it at once', async () => {
  await write({ ticket_prefix: 'AA', set_up_at: now.toISOString() })
  await Promise.all([write({ ticket_prefix: 'BB' }), write({ ticket_prefix: 'Ю' })])
  const settings = await write({ desk_name: 'Север' })
  expect(settings.desk_name).toBe('Север')
  expect(settings.ticket_prefixes.toSorted()).toEqual(['AA', 'BB', 'Ю'])
})

test('a change made by another process is seen', async () => {
  const notices = await openNotices(url, createLog('silent'))
  const heard = Promise.withResolvers<void>()
  const stopWatching = watchSettings(db, notices)
  notices.listen(() => heard.resolve())
  const kept: Settings = await readSettings(db)
  expect(await readSettings(db)).toBe(kept)
  await write({ desk_name: 'Юг' })
  await heard.promise
  expect((await readSettings(db)).desk_name).toBe('Юг')
  stopWatching()
  await notices.stop()
})
