import { expect, test } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testPlatform } from '#test/platform.ts'
import { identityCron, identityTasks } from './index.ts'

const platform = await testPlatform()
const { db, pool } = platform.database

test('the daily sweep clears away what is over, and nothing else', async () => {
  const agent = await buildAgent(db)
  const now = platform.clock.now()
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000)
  await signedIn(db, agent, days(-90))
  await signedIn(db, agent, days(-40))
  await signedIn(db, agent, now)
  for (const at of [days(-2), now]) {
    await db.insertInto('sign_in_failure').values({ subject: 'account:a@desk.example', at }).execute()
    await db
      .insertInto('agent_token')
      .values({
        token_hash: Buffer.from(at.toISOString()),
        agent_id: agent.id,
        purpose: 'invitation',
        created_at: days(-9),
        expires_at: at,
      })
      .execute()
  }
  for (const { task } of identityCron) await enqueue(db, task, {})
  await drainJobs(pool, identityTasks(platform), platform.log)
  expect(await db.selectFrom('session').select('created_at').orderBy('id').execute()).toEqual([
    { created_at: days(-40) },
    { created_at: now },
  ])
  expect(await db.selectFrom('sign_in_failure').select('at').execute()).toEqual([{ at: now }])
  expect(await db.selectFrom('agent_token').select('expires_at').execute()).toEqual([{ expires_at: now }])
})
