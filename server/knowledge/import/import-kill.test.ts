import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import type { KnowledgeImport } from '#contract/knowledge-import.ts'
import { archiveOf, dot } from '#test/knowledge-archive.ts'
import { knowledgeDesk } from '#test/knowledge-desk.ts'

const { ask, as, done, db, platform, work } = await knowledgeDesk()

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function start(): Promise<ChildProcess> {
  const child = fork(new URL('../../../test/servers/import-process.ts', import.meta.url), {
    execArgv: [],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      DATABASE_URL: platform.config.databaseUrl ?? '',
      DATA_DIR: platform.config.dataDir,
      SECRET_KEY: platform.config.secretKey,
      LOG_LEVEL: 'silent',
    },
  })
  children.push(child)
  await once(child, 'message')
  return child
}

test('killed while it places articles and while it writes them, nothing is lost or there twice', async () => {
  const count = 400
  const files: Record<string, string | Uint8Array> = { 'Книга/dot.png': dot }
  for (let n = 0; n < count; n++)
    files[`Книга/${n}.md`] = `# Глава ${n}\n\n[Дальше](${(n + 1) % count}.md) ![точка](dot.png)`
  const { id } = (
    await ask({
      method: 'POST',
      path: '/knowledge/imports?name=kill.zip',
      body: archiveOf(files),
      headers: { 'content-type': 'application/octet-stream' },
      as: as.lead,
    })
  ).body as KnowledgeImport
  const options = { language: 'ru', categoryId: null, existing: 'update', publishes: true }
  await done('POST', `/knowledge/imports/${id}/start`, options)
  const find = () => done('GET', `/knowledge/imports/${id}`) as Promise<KnowledgeImport>
  for (const share of [0.1, 0.6]) {
    const child = await start()
    while ((await find()).share < share) await delay(5)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect((await find()).state).toBe('running')
    // What the dead worker held is free for the next.
    await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`.execute(
      db,
    )
    await sql`update graphile_worker._private_job_queues set locked_at = null, locked_by = null`.execute(db)
  }
  await work()
  expect(await find()).toMatchObject({
    state: 'done',
    articlesMade: count,
    articlesFailed: 0,
    categoriesMade: 1,
  })
  const { rows } = await sql<Record<string, number>>`
    select count(*)::int as texts, count(distinct title)::int as titles,
      count(*) filter (where html like '%href="/help/ru/articles/glava-%' and html like '%src="file:%')::int as whole,
      count(published_version_id)::int as published,
      (select count(*)::int from article_file) as files,
      (select count(*)::int from article_version) as versions
    from article_text`.execute(db)
  expect(rows[0]).toEqual({
    texts: count,
    titles: count,
    whole: count,
    published: count,
    files: count,
    versions: count,
  })
})
