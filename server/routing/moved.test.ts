import { describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { hasOpenTickets } from '#server/tickets/index.ts'
import { buildTeam } from '#test/builders/agent.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'
import { archiveTeam } from '../identity/archive-team.ts'
import { mergeTickets } from '../tickets/merge-tickets.ts'
import { undoMerge } from '../tickets/undo-merge.ts'
import { handOut } from './hand-out.ts'
import { overflow } from './overflow.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db, pool } = database
const { boss, actorOf, say, change, drain, desk, ticketIn, ownerOf, decisionsOf, solve, hurry } =
  await routingDesk(platform)
const minutes = 30

/** A ticket that waits with a team, and goes to another after half an hour. */
async function waiting(people = 0) {
  const far = await desk({ method: 'round_robin' }, 1)
  const near = await desk(
    { method: 'round_robin', overflowMinutes: minutes, overflowTeamId: far.team.id },
    people,
  )
  for (const { id } of near.members) await say(id, 'away')
  const ticketId = await ticketIn(near.team.id)
  await drain()
  return { near, far, ticketId }
}

async function lies(ticketId: number) {
  const row = await db
    .selectFrom('ticket')
    .select(['team_id', 'assignee_id'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return [row.team_id, row.assignee_id]
}

async function waitOf(ticketId: number) {
  return db.selectFrom('routing_wait').selectAll().where('ticket_id', '=', ticketId).executeTakeFirst()
}

async function minutesToOverflow(ticketId: number): Promise<number> {
  const { rows } = await pool.query<{ run_at: Date }>(
    'select run_at from graphile_worker.jobs where key = $1',
    [`routing.overflow:${ticketId}`],
  )
  return Math.round(((rows[0]?.run_at.getTime() ?? 0) - clock.now().getTime()) / 60_000)
}

const due = (ticketId: number, teamId: number) =>
  inTransaction(db, (tx) => overflow(tx, ticketId, teamId, clock.now()))

describe('while the clock of overflow runs', () => {
  test('moved by hand it stays where it was put, before that is answered and after', async () => {
    const { near, ticketId } = await waiting()
    const third = await desk({ method: 'round_robin' }, 0)
    await change(boss.id, ticketId, { teamId: third.team.id })
    await due(ticketId, near.team.id)
    expect(await lies(ticketId)).toEqual([third.team.id, null])
    await drain()
    await hurry(`routing.overflow:${ticketId}`)
    expect(await lies(ticketId)).toEqual([third.team.id, null])
    expect((await decisionsOf(ticketId)).map((each) => each.outcome)).toEqual(['waits', 'waits'])
  })

  test('moved away and back, the clock begins anew', async () => {
    const { near, far, ticketId } = await waiting()
    const third = await desk({ method: 'round_robin' }, 0)
    clock.forward(20 * 60)
    await change(boss.id, ticketId, { teamId: third.team.id })
    await drain()
    await change(boss.id, ticketId, { teamId: near.team.id })
    await drain()
    expect(await minutesToOverflow(ticketId)).toBe(minutes)
    clock.forward(minutes * 60)
    await hurry(`routing.overflow:${ticketId}`)
    expect(await lies(ticketId)).toEqual([far.team.id, far.members[0]?.id])
  })

  test('given by hand it stays with whoever has it, and waits anew when they put it back', async () => {
    const { near, ticketId } = await waiting()
    clock.forward(20 * 60)
    await change(boss.id, ticketId, { assigneeId: boss.id })
    await due(ticketId, near.team.id)
    expect(await lies(ticketId)).toEqual([near.team.id, boss.id])
    await drain()
    expect(await waitOf(ticketId)).toBeUndefined()
    clock.forward(5 * 60)
    await change(boss.id, ticketId, { assigneeId: null })
    await drain()
    expect(await minutesToOverflow(ticketId)).toBe(minutes)
  })

  test('given by hand to somebody without a team it waits with none', async () => {
    const { near, ticketId } = await waiting(1)
    await change(boss.id, ticketId, { teamId: null })
    await drain()
    expect(await waitOf(ticketId)).toBeUndefined()
    await due(ticketId, near.team.id)
    expect(await lies(ticketId)).toEqual([null, null])
  })

  test('whoever gave it back in one team may be handed it in another', async () => {
    const both = await desk({ method: 'round_robin' }, 1)
    const [anna = 0] = both.members.map((each) => each.id)
    const ticketId = await ticketIn(both.team.id)
    await drain()
    await change(anna, ticketId, { assigneeId: null })
    await drain()
    expect(await waitOf(ticketId)).toMatchObject({ except_agent_ids: [anna] })
    const other = await desk({ method: 'round_robin' }, 0)
    await db.insertInto('team_member').values({ team_id: other.team.id, agent_id: anna }).execute()
    await say(anna, 'away')
    await change(boss.id, ticketId, { teamId: other.team.id })
    await drain()
    expect(await waitOf(ticketId)).toMatchObject({ team_id: other.team.id, except_agent_ids: [] })
  })

  test('where it would go is archived meanwhile, or in the same moment: it waits on where it is', async () => {
    const asBoss = await actorOf(boss.id)
    const archive = async (teamId: number, meanwhile: () => Promise<unknown> = async () => undefined) =>
      inTransaction(db, async (tx) => {
        await archiveTeam(tx, asBoss, teamId, hasOpenTickets, clock.now())
        return meanwhile()
      })
    const before = await waiting()
    await archive(before.far.team.id)
    await hurry(`routing.overflow:${before.ticketId}`)
    expect(await lies(before.ticketId)).toEqual([before.near.team.id, null])
    const { near, far, ticketId } = await waiting()
    let going: Promise<void> | undefined
    await archive(far.team.id, async () => {
      going = due(ticketId, near.team.id)
      await expect
        .poll(async () => {
          const { rowCount } = await pool.query(
            "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
          )
          return rowCount
        })
        .toBe(1)
    })
    await going
    expect(await lies(ticketId)).toEqual([near.team.id, null])
  })

  test('what somebody changed while the end was waited for stands before it in the history', async () => {
    const { near, ticketId } = await waiting()
    const begun = clock.now()
    clock.forward(5)
    await change(boss.id, ticketId, { priority: 'critical' })
    await inTransaction(db, (tx) => overflow(tx, ticketId, near.team.id, begun))
    await isInOrder(ticketId)
  })
})

test('what is handed out after it was put to wait stands after that in the history', async () => {
  const { near, ticketId } = await waiting(1)
  const begun = new Date(clock.now().getTime() - 5000)
  await say(near.members[0]?.id ?? 0, 'online')
  await inTransaction(db, (tx) => handOut(tx, near.team.id, begun))
  expect(await ownerOf(ticketId)).toBe(near.members[0]?.id)
  await isInOrder(ticketId)
})

test('whoever goes away before there is room for what waits is not handed it', async () => {
  const { team, members } = await desk({ method: 'least_loaded', capacity: 1 }, 1)
  const anna = members[0]?.id ?? 0
  const [first, second] = [await ticketIn(team.id), await ticketIn(team.id)]
  await drain()
  await solve(anna, first)
  await say(anna, 'away')
  await drain()
  expect(await ownerOf(second)).toBeNull()
  await say(anna, 'online')
  await drain()
  expect(await ownerOf(second)).toBe(anna)
})

test('handed out by one team and moved to another of which its owner is too, it stays theirs', async () => {
  // Its own member comes first in turn there.
  const other = await desk({ method: 'round_robin' }, 1)
  const { team, members } = await desk({ method: 'round_robin' }, 1)
  const [anna = 0] = members.map((each) => each.id)
  await db.insertInto('team_member').values({ team_id: other.team.id, agent_id: anna }).execute()
  const ticketId = await ticketIn(team.id)
  await drain()
  await change(boss.id, ticketId, { teamId: other.team.id })
  await drain()
  expect(await lies(ticketId)).toEqual([other.team.id, anna])
})

test('handed out by a team, moved away and back before that is answered, it stays whose it is', async () => {
  const { team, members } = await desk({ method: 'round_robin' }, 1)
  const other = await buildTeam(db)
  const ticketId = await ticketIn(team.id)
  await drain()
  await db.deleteFrom('team_member').where('team_id', '=', team.id).execute()
  await change(boss.id, ticketId, { teamId: other.id })
  await change(boss.id, ticketId, { teamId: team.id })
  await drain()
  expect(await lies(ticketId)).toEqual([team.id, members[0]?.id])
})

test('taken out of another ticket again it is handed out as before; so is what is opened by one that goes into it', async () => {
  const asBoss = await actorOf(boss.id)
  const { team, members } = await desk({ method: 'least_loaded' }, 1)
  const [anna = 0] = members.map((each) => each.id)
  await say(anna, 'away')
  const [one, two] = [await ticketIn(team.id), await ticketIn(team.id)]
  await drain()
  await solve(boss.id, two)
  await drain()
  await inTransaction(db, (tx) => mergeTickets(tx, asBoss, two, [one], clock.now()))
  await drain()
  expect([await waitOf(one), (await waitOf(two))?.team_id]).toEqual([undefined, team.id])
  const { id } = await db
    .selectFrom('ticket_merge')
    .select('id')
    .where('source_id', '=', one)
    .executeTakeFirstOrThrow()
  await inTransaction(db, (tx) => undoMerge(tx, asBoss, id, clock.now()))
  await drain()
  await say(anna, 'online')
  await drain()
  expect(await ownerOf(one)).toBe(anna)
})

async function isInOrder(ticketId: number): Promise<void> {
  const said = await db
    .selectFrom('event')
    .select(['type', 'at'])
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute()
  expect(said.length).toBeGreaterThan(2)
  const times = said.map(({ at }) => at.getTime())
  expect(times).toEqual(times.toSorted((a, b) => a - b))
}
