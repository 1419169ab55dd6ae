import { expect, test } from 'vitest'
import { buildAgent } from '#test/builders/agent.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { tasks, say } = await routingDesk(platform)
const daySeconds = 86_400

test('what was over half a year ago is forgotten; what still lasts is not', async () => {
  const [anna, oleg] = [await buildAgent(db), await buildAgent(db)]
  await say(anna.id, 'online')
  await say(oleg.id, 'online')
  clock.forward(daySeconds)
  await say(anna.id, 'away')
  clock.forward(179 * daySeconds)
  await say(anna.id, 'offline')
  clock.forward(2 * daySeconds)
  await tasks['routing.forget']?.({})
  const left = await db
    .selectFrom('agent_status_log')
    .select(['agent_id', 'meaning'])
    .where('agent_id', 'in', [anna.id, oleg.id])
    .orderBy('id')
    .execute()
  expect(left).toEqual([
    { agent_id: oleg.id, meaning: 'online' },
    { agent_id: anna.id, meaning: 'away' },
    { agent_id: anna.id, meaning: 'offline' },
  ])
})
