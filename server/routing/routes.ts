import type { FastifyInstance } from 'fastify'
import * as attendance from '#contract/attendance.ts'
import * as contract from '#contract/routing.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createAbsence, endAbsence, listAbsences } from './absences.ts'
import { listAgentSeats, updateAgentSeat } from './agent-seats.ts'
import { getBoard } from './get-board.ts'
import { listAttendance } from './list-attendance.ts'
import { listStatusLog } from './list-status-log.ts'
import { loadSettings } from './load-settings.ts'
import { nextTicket } from './next-ticket.ts'
import { listRoutingPolicies, updateRoutingPolicy } from './policies.ts'
import { mustSpeakFor } from './policy.ts'
import { readAttendance, readOwnAttendance } from './read-attendance.ts'
import { setStatus } from './set-status.ts'
import { archiveSkill, createSkill, listSkills, setSkillNeeds, updateSkill } from './skills.ts'
import { archiveAgentStatus, createAgentStatus, listAgentStatuses, updateAgentStatus } from './statuses.ts'
import { getTicketRouting } from './ticket-routing.ts'
import { updateSettings } from './update-settings.ts'

export function routingRoutes(app: FastifyInstance, platform: Platform): void {
  attendanceRoutes(app, platform)
  arrangementRoutes(app, platform)
}

/** Who is here, and what comes to them. */
function attendanceRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  const until = (instant: string | null) => (instant === null ? null : new Date(instant))
  serve(app, attendance.getOwnAttendance, async (_, request) =>
    readOwnAttendance(db, actorOf(request), clock.now()),
  )
  serve(app, attendance.listAttendance, async (_, request) => listAttendance(db, actorOf(request)))
  serve(app, attendance.setOwnStatus, async ({ body }, request) => {
    const actor = actorOf(request)
    const choice = { statusId: body.statusId, until: until(body.until) }
    await inTransaction(db, (tx) => setStatus(tx, actor.agentId, choice, actor.agentId, clock.now()))
    return readOwnAttendance(db, actor, clock.now())
  })
  serve(app, attendance.setAgentStatus, async ({ params, body }, request) => {
    const actor = actorOf(request)
    const choice = { statusId: body.statusId, until: until(body.until) }
    await inTransaction(db, async (tx) => {
      await mustSpeakFor(tx, actor, params.id)
      await setStatus(tx, params.id, choice, actor.agentId, clock.now())
    })
    return readAttendance(db, params.id, clock.now())
  })
  serve(app, attendance.listAgentStatusLog, async ({ query }, request) =>
    listStatusLog(db, actorOf(request), query),
  )
  serve(app, attendance.listAbsences, async (_, request) => listAbsences(db, actorOf(request), clock.now()))
  serve(app, attendance.createAbsence, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createAbsence(tx, actorOf(request), body, clock.now())),
  )
  serve(app, attendance.endAbsence, async ({ params }, request) => {
    await inTransaction(db, (tx) => endAbsence(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.getTicketRouting, async ({ params }, request) =>
    getTicketRouting(db, actorOf(request), params.id),
  )
  serve(app, contract.takeNextTicket, async (_, request) =>
    once(db, request, clock.now(), (tx) => nextTicket(tx, actorOf(request), clock.now())),
  )
  serve(app, contract.getRoutingBoard, async (_, request) => getBoard(db, actorOf(request), clock.now()))
}

/** How tickets are handed out. */
function arrangementRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, attendance.listAgentStatuses, async () => listAgentStatuses(db))
  serve(app, attendance.createAgentStatus, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createAgentStatus(tx, actorOf(request), body, clock.now())),
  )
  serve(app, attendance.updateAgentStatus, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateAgentStatus(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, attendance.archiveAgentStatus, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveAgentStatus(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.listSkills, async () => listSkills(db))
  serve(app, contract.createSkill, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createSkill(tx, actorOf(request), body.name, clock.now())),
  )
  serve(app, contract.updateSkill, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateSkill(tx, actorOf(request), params.id, body.name, clock.now())),
  )
  serve(app, contract.archiveSkill, async ({ params }, request) => {
    await inTransaction(db, (tx) => archiveSkill(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.setSkillNeeds, async ({ params, body }, request) =>
    inTransaction(db, (tx) => setSkillNeeds(tx, actorOf(request), params.id, body.needs, clock.now())),
  )
  serve(app, contract.getRoutingSettings, async () => (await loadSettings(db)).wire)
  serve(app, contract.updateRoutingSettings, async ({ body }, request) =>
    inTransaction(db, (tx) => updateSettings(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.listRoutingPolicies, async (_, request) => listRoutingPolicies(db, actorOf(request)))
  serve(app, contract.updateRoutingPolicy, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateRoutingPolicy(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.listAgentSeats, async (_, request) => listAgentSeats(db, actorOf(request)))
  serve(app, contract.updateAgentSeat, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateAgentSeat(tx, actorOf(request), params.id, body, clock.now())),
  )
}
