import { type KyselyPlugin, sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'
import { handOut } from './hand-out.ts'
import { takeNext } from './take-next.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, change, drain, desk, ticketIn, ownerOf } = await routingDesk(platform)

/** Copies of a ticket that wait with its team and ask for what nobody has; all older than whatever comes. */
async function queueOf(ticketId: number, length: number): Promise<void> {
  const { id: skillId } = await db
    .insertInto('skill')
    .values({ name: `Суахили ${ticketId}` })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ column_name: string }>`
    select column_name from information_schema.columns where table_schema = current_schema()
      and table_name = 'ticket' and is_generated = 'NEVER' and column_name <> 'id'`.execute(db)
  const columns = sql.join(rows.map((each) => sql.id(each.column_name)))
  await sql`with copied as (
      insert into ticket (${columns}) select ${columns} from ticket, generate_series(1, ${length})
        where id = ${ticketId} returning id, team_id),
    needed as (insert into ticket_need (ticket_id, skill_id, level) select id, ${skillId}, 1 from copied)
    insert into routing_wait (ticket_id, team_id, since) select id, team_id, ${clock.now()} from copied`.execute(
    db,
  )
}

/** Tells how many statements go out, and the most rows that any of them brings. */
function counting() {
  const told = { statements: 0, most: 0 }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      told.statements += 1
      return node
    },
    transformResult: ({ result }) => {
      told.most = Math.max(told.most, result.rows.length)
      return Promise.resolve(result)
    },
  }
  return { told, counted: db.withPlugin(plugin) }
}

test('of a long queue no more than a page is held at once, and what lies behind it is found', async () => {
  const { team, members } = await desk({ method: 'skills', capacity: 10 }, 1)
  const anna = await actorOf(members[0]?.id ?? 0)
  const others = await ticketIn(team.id)
  await drain()
  await change(anna.agentId, others, { assigneeId: null })
  await queueOf(others, 5000)
  await change(boss.id, others, { assigneeId: boss.id })
  clock.forward(1)
  const [handed, pulled] = [await ticketIn(team.id), await ticketIn(team.id)]
  await db
    .insertInto('routing_wait')
    .values({ ticket_id: handed, team_id: team.id, since: clock.now(), method: null })
    .execute()

  const first = counting()
  expect(await inTransaction(first.counted, (tx) => handOut(tx, team.id, clock.now()))).toBe(1)
  expect(await ownerOf(handed)).toBe(anna.agentId)
  const second = counting()
  const taken = await inTransaction(second.counted, (tx) => takeNext(tx, anna, clock.now()))
  expect(taken.ticketId).toBe(pulled)
  for (const { told } of [first, second]) {
    expect(told.most).toBeLessThanOrEqual(1000)
    expect(told.statements).toBeLessThan(80)
  }
})

test('what one gave back comes to them again only when nothing else waits', async () => {
  const { team, members } = await desk({ method: 'manual' }, 2)
  const [anna, oleg] = await Promise.all(members.map((each) => actorOf(each.id)))
  if (!anna || !oleg) throw new Error('nobody')
  const next = (actor: typeof anna) => inTransaction(db, (tx) => takeNext(tx, actor, clock.now()))
  const older = await ticketIn(team.id)
  clock.forward(1)
  const newer = await ticketIn(team.id)
  expect((await next(anna)).ticketId).toBe(older)
  await change(anna.agentId, older, { assigneeId: null })
  expect((await next(anna)).ticketId, 'not the same again').toBe(newer)
  await change(anna.agentId, newer, { assigneeId: null })
  expect((await next(oleg)).ticketId, 'to others it is as urgent as before').toBe(older)
  expect((await next(anna)).ticketId, 'better than nothing').toBe(newer)
})
