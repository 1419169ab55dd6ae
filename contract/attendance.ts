import * as z from 'zod'
import { ById, Empty, Id, IdInPath, Instant, Names, PageQuery, page } from './common.ts'
import { route } from './route.ts'

const tag = 'routing'

/** What a status means to routing, whatever it is called. */
export const Meaning = z.enum(['online', 'away', 'offline'])
export type Meaning = z.infer<typeof Meaning>
export const AgentStatus = z.object({
  id: Id,
  /** Set for the three that presence uses; they can be renamed, not archived. */
  key: Meaning.nullable(),
  meaning: Meaning,
  names: Names,
  position: z.int(),
})
export type AgentStatus = z.infer<typeof AgentStatus>

export const listAgentStatuses = route({
  method: 'GET',
  path: '/agent-statuses',
  summary: 'What agents can say of themselves, in order',
  tag,
  access: 'ticket.read',
  response: z.object({ items: z.array(AgentStatus) }),
})
export const createAgentStatus = route({
  method: 'POST',
  path: '/agent-statuses',
  summary: 'Add a status of the desk’s own',
  tag,
  access: 'automation.manage',
  status: 201,
  body: z.object({ names: Names, meaning: Meaning }),
  response: AgentStatus,
})
export const updateAgentStatus = route({
  method: 'PATCH',
  path: '/agent-statuses/:id',
  summary: 'Rename a status, or move it',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({ names: Names.optional(), position: z.int().min(1).max(1000).optional() }),
  response: AgentStatus,
})
export const archiveAgentStatus = route({
  method: 'DELETE',
  path: '/agent-statuses/:id',
  summary: 'Archive a status of the desk’s own; whoever has it goes back to what presence says',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Empty,
})

const Absence = z.object({
  id: Id,
  agentId: Id,
  startsAt: Instant,
  endsAt: Instant,
  remark: z.string(),
})
export type Absence = z.infer<typeof Absence>

/** How an agent is just now. */
export const Attendance = z.object({
  agentId: Id,
  statusId: Id,
  meaning: Meaning,
  since: Instant,
  /** Chosen by hand rather than by presence; then until when, null without an end. */
  isByHand: z.boolean(),
  until: Instant.nullable(),
  /** What the browsers alone would say. */
  presence: Meaning,
  /** Absent just now, or the next absence to come. */
  absence: Absence.nullable(),
})
export type Attendance = z.infer<typeof Attendance>
/** Load and capacity in the units of the sources' weights. */
export const Carrying = z.object({ load: z.int(), capacity: z.int(), tickets: z.int() })
export const OwnAttendance = Attendance.extend({
  ...Carrying.shape,
  /** After so long without a key or a click the browser says that its agent is idle. */
  idleMinutes: z.int(),
  /** Tickets without an owner in the agent’s teams. */
  waiting: z.int(),
})
export type OwnAttendance = z.infer<typeof OwnAttendance>

export const listAttendance = route({
  method: 'GET',
  path: '/agent-attendance',
  summary: 'The status of every agent the caller may look at; whoever was never seen is left out',
  tag,
  access: 'ticket.read',
  response: z.object({ items: z.array(Attendance.pick({ agentId: true, statusId: true, meaning: true })) }),
})
export const getOwnAttendance = route({
  method: 'GET',
  path: '/me/attendance',
  summary: 'How the desk sees the caller: status, load, capacity',
  tag,
  access: 'ticket.read',
  response: OwnAttendance,
})
const Choice = z.object({
  /** Null: what presence says. */
  statusId: Id.nullable(),
  /** Until when; null until it is changed by hand, or, for a status that means online, until the agent leaves. */
  until: Instant.nullable().default(null),
})
export const setOwnStatus = route({
  method: 'PUT',
  path: '/me/attendance',
  summary: 'Choose a status by hand, or leave it to presence',
  tag,
  access: 'ticket.read',
  body: Choice,
  response: OwnAttendance,
})
export const setAgentStatus = route({
  method: 'PUT',
  path: '/agents/:id/attendance',
  summary: 'Choose somebody’s status for them',
  tag,
  access: 'team.manage',
  params: ById,
  body: Choice,
  response: Attendance,
})
export const listAbsences = route({
  method: 'GET',
  path: '/absences',
  summary: 'Absences that last or are to come: one’s own, and those of one’s people for who manages teams',
  tag,
  access: 'ticket.read',
  response: z.object({ items: z.array(Absence) }),
})
export const createAbsence = route({
  method: 'POST',
  path: '/absences',
  summary: 'Be out of office, or say that somebody is',
  tag,
  access: 'ticket.read',
  status: 201,
  body: z
    .object({
      /** Left out, one’s own; another’s takes `team.manage`. */
      agentId: Id.optional(),
      startsAt: Instant,
      endsAt: Instant,
      remark: z.string().trim().max(200).default(''),
    })
    .refine((body) => Date.parse(body.startsAt) < Date.parse(body.endsAt), {
      path: ['endsAt'],
      message: 'after startsAt',
    }),
  response: Absence,
})
export const endAbsence = route({
  method: 'DELETE',
  path: '/absences/:id',
  summary: 'End an absence now, or take back one to come',
  tag,
  access: 'ticket.read',
  params: ById,
  response: Empty,
})

export const AgentStatusEntry = z.object({
  id: Id,
  agentId: Id,
  at: Instant,
  statusId: Id,
  meaning: Meaning,
  cause: z.enum(['hand', 'lead', 'presence', 'ended']),
  byAgentId: Id.nullable(),
  /** When the next one began; null for the one that lasts. */
  endedAt: Instant.nullable(),
})
export type AgentStatusEntry = z.infer<typeof AgentStatusEntry>
export const listAgentStatusLog = route({
  method: 'GET',
  path: '/agent-status-log',
  summary: 'Who was what since when, newest first',
  tag,
  access: 'team.manage',
  query: PageQuery.extend({
    agentId: IdInPath.optional(),
    from: Instant.optional(),
    to: Instant.optional(),
  }),
  response: page(AgentStatusEntry),
})
