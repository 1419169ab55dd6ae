import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { updateAgentSeat } from './agent-seats.ts'
import { archiveSkill, createSkill, setSkillNeeds } from './skills.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, change, drain, desk, ticketIn, ownerOf, decisionsOf } = await routingDesk(platform)
const asBoss = await actorOf(boss.id)

async function category(name: string, parentId: number | null = null): Promise<number> {
  const { id } = await db
    .insertInto('ticket_category')
    .values({ names: JSON.stringify({ ru: name, en: name }), parent_id: parentId, position: 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A skill that Anna has at level 2 and Oleg at level 4, and what asks for it. */
async function skilled(
  name: string,
  needs: { level: number; categoryId?: number; language?: 'ru' | 'en' }[],
) {
  const { team, members } = await desk({ method: 'skills' })
  const [anna = 0, oleg = 0] = members.map((each) => each.id)
  const id = await inTransaction(db, async (tx) => {
    const skill = await createSkill(tx, asBoss, name, clock.now())
    const places = needs.map((need) => ({ categoryId: null, language: null, ...need }))
    await setSkillNeeds(tx, asBoss, skill.id, places, clock.now())
    for (const [agentId, level] of [
      [anna, 2],
      [oleg, 4],
    ] as const)
      await updateAgentSeat(tx, asBoss, agentId, { skills: [{ skillId: skill.id, level }] }, clock.now())
    return skill.id
  })
  await drain()
  return { team, anna, oleg, id }
}

const skillsOf = async (ticketId: number) => (await decisionsOf(ticketId)).at(-1)?.candidates[0]?.skills

test('a category asks for a skill, and so does every category above it; the highest level counts', async () => {
  const money = await category('Деньги')
  const refunds = await category('Возвраты', money)
  const { team, anna, oleg } = await skilled('Бухгалтерия', [
    { level: 3, categoryId: money },
    { level: 1, categoryId: refunds },
  ])
  const ticketId = await ticketIn(team.id)
  await change(boss.id, ticketId, { categoryId: refunds })
  await drain()
  expect(await ownerOf(ticketId)).toBe(oleg)
  expect(await skillsOf(ticketId)).toEqual([{ name: 'Бухгалтерия', needs: 3, has: 4 }])
  const plain = await ticketIn(team.id)
  await drain()
  expect([await ownerOf(plain), await skillsOf(plain)]).toEqual([anna, []])
})

test('so does the customer’s language', async () => {
  const { team, oleg, id } = await skilled('Английский', [{ level: 3, language: 'en' }])
  const { ticketId, customerId } = await buildMessage(db, { at: clock.now() })
  await db.updateTable('customer').set({ language: 'en' }).where('id', '=', customerId).execute()
  await change(boss.id, ticketId, { teamId: team.id })
  await drain()
  expect(await ownerOf(ticketId)).toBe(oleg)
  await inTransaction(db, (tx) => archiveSkill(tx, asBoss, id, clock.now()))
})

test('what nobody can do waits until it asks for less, or for nothing', async () => {
  const hard = await category('Ядро')
  const { team, anna, oleg, id } = await skilled('Ядро', [{ level: 5, categoryId: hard }])
  const tickets = [await ticketIn(team.id), await ticketIn(team.id), await ticketIn(team.id)] as const
  for (const ticketId of tickets) await change(boss.id, ticketId, { categoryId: hard })
  await drain()
  expect(await Promise.all(tickets.map(ownerOf))).toEqual([null, null, null])
  expect((await decisionsOf(tickets[0])).at(-1)?.candidates).toMatchObject([
    { passed: 'lacks_skill' },
    { passed: 'lacks_skill' },
  ])
  await change(boss.id, tickets[0], { categoryId: null })
  await drain()
  expect(await ownerOf(tickets[0])).toBe(anna)
  const needs = [{ level: 4, categoryId: hard, language: null }]
  await inTransaction(db, (tx) => setSkillNeeds(tx, asBoss, id, needs, clock.now()))
  await drain()
  expect(await Promise.all(tickets.slice(1).map(ownerOf))).toEqual([oleg, oleg])
})
