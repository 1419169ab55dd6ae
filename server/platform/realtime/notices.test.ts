import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createLog } from '#server/platform/log.ts'
import { testDatabase } from '#test/database.ts'
import { openNotices, type Notice } from './notices.ts'
import { notify } from './notify.ts'

const { db, url } = await testDatabase()

test('after the connection breaks it comes back by itself and says that something may have been missed', async () => {
  const notices = await openNotices(url, createLog('silent'))
  const gap = new Promise<void>((resolve) => notices.onGap(resolve))
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'otklik live' and datname = current_database()`.execute(db)
  await gap
  const heard = new Promise<Notice>((resolve) => notices.listen(resolve))
  await notify(db, { topic: 'after', answer: 42 })
  expect(await heard).toEqual({ topic: 'after', answer: 42 })
  await notices.stop()
})

test('what is no notice is passed over', async () => {
  const notices = await openNotices(url, createLog('silent'))
  const heard = new Promise<Notice>((resolve) => notices.listen(resolve))
  await sql`select pg_notify('otklik', 'not json'), pg_notify('otklik', 'null'), pg_notify('otklik', '{"x": 1}')`.execute(
    db,
  )
  await notify(db, { topic: 'real' })
  expect(await heard).toEqual({ topic: 'real' })
  await notices.stop()
})
