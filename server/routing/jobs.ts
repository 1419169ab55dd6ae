import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { answer, answerOnDemand } from '#server/platform/events/answerers.ts'
import type { EventPayload } from '#server/platform/events/record-event.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { answerEvent } from './answer-event.ts'
import { answeredTypes, answeredWhereTakenBack, answerTask } from './ask-for-events.ts'
import { forgetStatusLog } from './forget-status-log.ts'
import { handOut } from './hand-out.ts'
import { overflow } from './overflow.ts'
import { planAllHandOuts, planAllOverflows, planHandOutsOf } from './plan-hand-outs.ts'
import { planOverflows } from './plan-overflows.ts'
import { forgetAfterMs, settleStatus } from './settle-status.ts'
import { planTakeBacks, takeBack } from './take-back.ts'

for (const type of [...answeredTypes, answeredWhereTakenBack]) answerOnDemand(type, answerTask)
answer('calendar.updated', 'routing.hours_changed')
// Who is in which team, and who may work at all.
for (const type of ['team.updated', 'agent.updated', 'role.updated']) answer(type, 'routing.people_changed')

/** Handing out, and what leads to it. Each task may run twice: it looks at what is before it does anything. */
export function routingTasks(platform: Platform): Tasks {
  const { database, clock } = platform
  const { db } = database
  const task =
    <T>(work: (tx: Tx, payload: T, now: Date) => Promise<unknown>) =>
    async (payload: unknown): Promise<void> => {
      await inTransaction(db, (tx) => work(tx, payload as T, clock.now()))
    }
  return {
    [answerTask]: task<EventPayload>(answerEvent),
    'routing.people_changed': task(planAllHandOuts),
    'routing.hours_changed': task(async (tx) => {
      await planAllHandOuts(tx)
      await planAllOverflows(tx)
    }),
    'routing.plan_overflows': task<{ teamId: number }>((tx, { teamId }, now) =>
      planOverflows(tx, teamId, now),
    ),
    'routing.hand_out': task<{ teamId: number }>((tx, { teamId }, now) => handOut(tx, teamId, now)),
    'routing.overflow': task<{ ticketId: number; teamId: number }>((tx, { ticketId, teamId }, now) =>
      overflow(tx, ticketId, teamId, now),
    ),
    'routing.take_back': task<{ agentId: number; teamId: number }>((tx, { agentId, teamId }, now) =>
      takeBack(tx, agentId, teamId, now),
    ),
    'routing.settle': task<{ agentId: number }>((tx, { agentId }, now) =>
      settleStatus(tx, agentId, { cause: 'presence', byAgentId: null }, now),
    ),
    'routing.absence': task<{ agentId: number }>(async (tx, { agentId }, now) => {
      await planTakeBacks(tx, agentId, now)
      await planHandOutsOf(tx, agentId)
    }),
    'routing.forget': () => forgetStatusLog(platform),
    'routing.miss': async () => {
      for (const { agentId, at } of await listMissed(db, clock.now()))
        await inTransaction(db, (tx) =>
          settleStatus(tx, agentId, { cause: 'presence', byAgentId: null, at }, clock.now()),
        )
    },
  }
}

/** A process that was killed says no goodbye for its browsers; at night old statuses are forgotten. */
export const routingCron = [
  { at: '* * * * *', task: 'routing.miss' },
  { at: '41 3 * * *', task: 'routing.forget' },
]

/** Whose presence is not what the processes that live say of them; and since when, where they were last spoken of. */
async function listMissed(
  db: Platform['database']['db'],
  now: Date,
): Promise<{ agentId: number; at: Date | undefined }[]> {
  const since = new Date(now.getTime() - forgetAfterMs)
  const gone = await db
    .deleteFrom('agent_attendance')
    .where('seen_at', '<=', since)
    .returning(['agent_id', 'seen_at'])
    .execute()
  const lastSeen = new Map<number, Date>()
  for (const { agent_id, seen_at } of gone)
    if (seen_at > (lastSeen.get(agent_id) ?? new Date(0))) lastSeen.set(agent_id, seen_at)
  const { rows } = await sql<{ agent_id: number }>`
    select seat.agent_id from agent_seat as seat
    left join (select agent_id, bool_and(is_idle) as is_idle from agent_attendance group by agent_id) as said
      on said.agent_id = seat.agent_id
    where seat.presence <> case said.is_idle when true then 'away' when false then 'online' else 'offline' end
    order by seat.agent_id`.execute(db)
  return rows.map(({ agent_id: agentId }) => ({ agentId, at: lastSeen.get(agentId) }))
}
