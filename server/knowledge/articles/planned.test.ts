import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { publishDue } from './publish-text.ts'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, done, draft, find, work, clock, db } = await knowledgeDesk()

const inAnHour = () => new Date(clock.now().getTime() + 3_600_000).toISOString()
const plan = (id: number, version = 1) =>
  done('POST', `/articles/${id}/texts/ru/publish`, { version, at: inAnHour() })
const change = (id: number, body: object, who = as.anna) =>
  ask({ method: 'PATCH', path: `/articles/${id}`, body, as: who })
const readHelp = (id: number) => ask({ method: 'GET', path: `/help/articles/${id}?language=ru` })
const attach = (id: number, who: Record<string, string>) =>
  ask({
    method: 'POST',
    path: `/articles/${id}/files?name=a.pdf&isAttachment=true`,
    body: 'x',
    as: who,
    headers: { 'content-type': 'application/octet-stream' },
  })
const told = async (id: number) =>
  (
    await sql<{ type: string; data: { id: number; plannedById?: number } }>`select type, data from event
      where type = 'article.published' and (data->>'id')::bigint = ${id}`.execute(db)
  ).rows

/** Jobs of the future wait for their time by the database's clock: here it has come. */
async function runDue(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(db)
  await work()
}

describe('an article that is to be published at a time', () => {
  test('is changed by a writer in nothing that readers see then', async () => {
    const { id, version } = await draft({ title: 'Для своих до срока', visibility: 'internal' })
    await plan(id)
    expect((await change(id, { version, visibility: 'public' })).status).toBe(403)
    expect((await attach(id, as.anna)).status).toBe(403)
    clock.forward(3700)
    await runDue()
    expect((await readHelp(id)).status).toBe(404)
    expect((await find('своих срока')).items).toEqual([])
  })

  test('is not published once it is in the archive', async () => {
    const { id, version } = await draft({ title: 'Снегоуборщик напрокат' })
    await plan(id)
    expect((await change(id, { version, isArchived: true }, as.lead)).status).toBe(200)
    clock.forward(3700)
    await runDue()
    expect(await told(id)).toEqual([])
  })

  test('is published late where its time was missed, and once however often it is due', async () => {
    const { id } = await draft({ title: 'Пока стояло' })
    await plan(id)
    clock.forward(86_400 * 3)
    const place = { articleId: id, language: 'ru' }
    await Promise.all([
      publishDue(db, place, clock.now()),
      publishDue(db, place, clock.now()),
      publishDue(db, place, clock.now()),
    ])
    await runDue()
    expect(await told(id)).toHaveLength(1)
    expect((await readHelp(id)).status).toBe(200)
  })

  test('put off comes at the later time alone', async () => {
    const { id } = await draft({ title: 'Отложено' })
    await plan(id)
    const later = new Date(clock.now().getTime() + 7_200_000).toISOString()
    await done('POST', `/articles/${id}/texts/ru/publish`, { version: 2, at: later })
    clock.forward(3700)
    await runDue()
    expect((await readHelp(id)).status).toBe(404)
  })
})
