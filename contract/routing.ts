import * as z from 'zod'
import { Attendance, Carrying } from './attendance.ts'
import { ById, Empty, Id, Instant, Language } from './common.ts'
import { route } from './route.ts'
import { Source } from './tickets.ts'

const tag = 'routing'

const Level = z.int().min(1).max(5)
export const SkillLevel = z.object({ skillId: Id, level: Level })
export type SkillLevel = z.infer<typeof SkillLevel>
export const SkillNeed = SkillLevel.extend({ categoryId: Id.nullable(), language: Language.nullable() })
export type SkillNeed = z.infer<typeof SkillNeed>
export const Skill = z.object({ id: Id, name: z.string(), agentCount: z.int() })
export type Skill = z.infer<typeof Skill>
const SkillName = z.string().trim().min(1).max(80)

export const listSkills = route({
  method: 'GET',
  path: '/skills',
  summary: 'Skills, and which tickets need them',
  tag,
  access: 'ticket.read',
  response: z.object({ items: z.array(Skill), needs: z.array(SkillNeed) }),
})
export const createSkill = route({
  method: 'POST',
  path: '/skills',
  summary: 'Add a skill',
  tag,
  access: 'automation.manage',
  status: 201,
  body: z.object({ name: SkillName }),
  response: Skill,
})
export const updateSkill = route({
  method: 'PATCH',
  path: '/skills/:id',
  summary: 'Rename a skill',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({ name: SkillName }),
  response: Skill,
})
export const archiveSkill = route({
  method: 'DELETE',
  path: '/skills/:id',
  summary: 'Take a skill away: from agents, and from what tickets need',
  tag,
  access: 'automation.manage',
  params: ById,
  response: Empty,
})
export const setSkillNeeds = route({
  method: 'PUT',
  path: '/skills/:id/needs',
  summary: 'Which tickets need the skill: by category or by the customer’s language',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({
    needs: z
      .array(
        z
          .object({
            level: Level,
            categoryId: Id.nullable().default(null),
            language: Language.nullable().default(null),
          })
          .refine((need) => (need.categoryId === null) !== (need.language === null), {
            path: ['categoryId'],
            message: 'categoryId or language',
          }),
      )
      .max(100),
  }),
  response: z.object({ items: z.array(Skill), needs: z.array(SkillNeed) }),
})

export const SourceLoad = z.object({
  source: Source,
  /** What one ticket counts. */
  weight: z.int().min(0).max(100),
  /** How many of them one agent has at once; null for as many as fit. */
  most: z.int().min(0).max(1000).nullable(),
})
export type SourceLoad = z.infer<typeof SourceLoad>
export const RoutingSettings = z.object({
  sources: z.array(SourceLoad),
  /** Whether paused tickets weigh as well. */
  countsPaused: z.boolean(),
  idleMinutes: z.int().min(1).max(240),
  version: z.int(),
})
export type RoutingSettings = z.infer<typeof RoutingSettings>
export const getRoutingSettings = route({
  method: 'GET',
  path: '/routing-settings',
  summary: 'What a ticket of each source weighs, and when an agent counts as idle',
  tag,
  access: 'automation.manage',
  response: RoutingSettings,
})
export const updateRoutingSettings = route({
  method: 'PATCH',
  path: '/routing-settings',
  summary: 'Change the weights; what is left out stays',
  tag,
  access: 'automation.manage',
  body: RoutingSettings.omit({ version: true })
    .extend({ sources: z.array(SourceLoad).max(Source.options.length) })
    .partial()
    .extend({ version: z.int() }),
  response: RoutingSettings,
})

export const RoutingMethod = z.enum(['manual', 'round_robin', 'least_loaded', 'skills'])
export type RoutingMethod = z.infer<typeof RoutingMethod>
const PolicyFields = z.object({
  method: RoutingMethod,
  handsTo: z.enum(['online', 'away', 'anyone']),
  /** Of everybody who has none of their own. */
  capacity: z.int().min(1).max(10_000),
  calendarId: Id.nullable(),
  /** Back to the agent of the customer’s last ticket within so many days; null: not. */
  remembersDays: z.int().min(1).max(3650).nullable(),
  /** So many working minutes a ticket waits for that agent before others are asked; 0: not at all. */
  knownWaitMinutes: z.int().min(0).max(2880),
  overflowTeamId: Id.nullable(),
  overflowMinutes: z.int().min(1).max(100_000).nullable(),
  takesBack: z.enum(['nothing', 'unanswered', 'waiting']),
  takesBackMinutes: z.int().min(1).max(100_000),
  nextBy: z.enum(['urgent', 'oldest']),
})
export const RoutingPolicy = PolicyFields.extend({
  teamId: Id,
  /** 0 for a team whose policy was never written. */
  version: z.int(),
  /** Tickets nobody could take so far. */
  waiting: z.int(),
})
export type RoutingPolicy = z.infer<typeof RoutingPolicy>
export const listRoutingPolicies = route({
  method: 'GET',
  path: '/routing-policies',
  summary: 'How each team hands its tickets out',
  tag,
  access: 'automation.manage',
  response: z.object({ items: z.array(RoutingPolicy) }),
})
export const updateRoutingPolicy = route({
  method: 'PATCH',
  path: '/teams/:id/routing-policy',
  summary: 'Change how a team hands its tickets out; what is left out stays',
  tag,
  access: 'automation.manage',
  params: ById,
  body: PolicyFields.partial().extend({ version: z.int() }),
  response: RoutingPolicy,
})

export const AgentSeat = z.object({
  agentId: Id,
  capacity: z.int().nullable(),
  sourceLimits: z.partialRecord(Source, z.int().min(0).max(1000)),
  calendarId: Id.nullable(),
  skills: z.array(SkillLevel),
})
export type AgentSeat = z.infer<typeof AgentSeat>
export const listAgentSeats = route({
  method: 'GET',
  path: '/agent-seats',
  summary: 'What each agent can carry and do',
  tag,
  access: 'automation.manage',
  response: z.object({ items: z.array(AgentSeat) }),
})
export const updateAgentSeat = route({
  method: 'PATCH',
  path: '/agents/:id/seat',
  summary: 'Change an agent’s capacity, hours or skills; what is left out stays',
  tag,
  access: 'automation.manage',
  params: ById,
  body: z.object({
    capacity: z.int().min(1).max(10_000).nullable().optional(),
    sourceLimits: AgentSeat.shape.sourceLimits.optional(),
    calendarId: Id.nullable().optional(),
    skills: z.array(SkillLevel).max(100).optional(),
  }),
  response: AgentSeat,
})

/** Why somebody did not get a ticket: a key of `routing.passed` in locales/. */
export const PassedReason = z.enum([
  'offline',
  'away',
  'absent',
  'outside_hours',
  'full',
  'full_of_source',
  'lacks_skill',
  'gave_back',
  'not_allowed',
])
export type PassedReason = z.infer<typeof PassedReason>
export const Candidate = z.object({
  agentId: Id,
  name: z.string(),
  isChosen: z.boolean(),
  /** Why not; null for whoever could have taken it. */
  passed: PassedReason.nullable(),
  load: z.int(),
  capacity: z.int(),
  /** What was needed and how well they do it, where skills count. */
  skills: z.array(z.object({ name: z.string(), needs: z.int(), has: z.int() })),
  /** Tickets since their last turn, where turns count: the longest waiting is next. */
  turnsAgo: z.int().nullable(),
})
export type Candidate = z.infer<typeof Candidate>
/** The data of the event `ticket.routed`. */
export const RoutingDecision = z.object({
  outcome: z.enum(['assigned', 'pulled', 'waits', 'overflowed', 'taken_back']),
  method: RoutingMethod.nullable(),
  teamId: Id.nullable(),
  teamName: z.string(),
  agentId: Id.nullable(),
  agentName: z.string(),
  /** What decided: a key of `routing.why` in locales/. */
  why: z.enum([
    'turn',
    'least_loaded',
    'skills',
    'knows_customer',
    'waits_for_known',
    'next',
    'nobody',
    'overflow',
    'left',
  ]),
  /** When the customer’s last ticket was active that the agent knows them from. */
  knownSince: Instant.nullable(),
  knownTicketId: Id.nullable(),
  /** Everybody who was considered; the first fifty. */
  candidates: z.array(Candidate),
  /** For what overflowed: where to. */
  toTeamName: z.string().nullable(),
  /** Minutes it waited, or will wait for whoever knows the customer, or its former agent was gone. */
  minutes: z.int().nullable(),
  /** How long it waits for whoever knows the customer, at the longest. */
  until: Instant.nullable(),
})
export type RoutingDecision = z.infer<typeof RoutingDecision>
export const TicketRouting = z.object({
  /** The decision that is in force: its agent still has the ticket, or the ticket still waits. */
  decision: RoutingDecision.extend({ at: Instant }).nullable(),
  waitsSince: Instant.nullable(),
  /** Whoever knows the customer, while the ticket waits for them. */
  keptFor: z.object({ agentId: Id, name: z.string(), until: Instant }).nullable(),
})
export type TicketRouting = z.infer<typeof TicketRouting>
export const getTicketRouting = route({
  method: 'GET',
  path: '/tickets/:id/routing',
  summary: 'Why the ticket came to its agent, or what it waits for',
  tag,
  access: 'ticket.read',
  params: ById,
  response: TicketRouting,
})
export const RoutingBoard = z.object({
  agents: z.array(
    Attendance.extend({
      ...Carrying.shape,
      name: z.string(),
      teamIds: z.array(Id),
      /** Within their working hours just now. */
      isWorking: z.boolean(),
      bySource: z.array(z.object({ source: Source, tickets: z.int(), load: z.int() })),
    }),
  ),
  teams: z.array(
    z.object({
      teamId: Id,
      name: z.string(),
      method: RoutingMethod,
      unassigned: z.int(),
      oldestAt: Instant.nullable(),
      waiting: z.int(),
      /** Of these, what waits for whoever knows the customer; until when the first of them does. */
      keptFor: z.array(z.object({ agentId: Id, name: z.string(), tickets: z.int(), until: Instant })),
    }),
  ),
})
export type RoutingBoard = z.infer<typeof RoutingBoard>
export const getRoutingBoard = route({
  method: 'GET',
  path: '/routing-board',
  summary: 'Who is here, how much each carries, what waits',
  tag,
  access: 'team.manage',
  response: RoutingBoard,
})

export const TakenTicket = z.object({
  ticket: z.object({ id: Id, number: z.string(), subject: z.string() }).nullable(),
  /** Why there is none: a key of `routing.none` in locales/. */
  reason: z.enum(['nothing_waits', 'full', 'no_team', 'lacks_skill']).nullable(),
})
export type TakenTicket = z.infer<typeof TakenTicket>
export const takeNextTicket = route({
  method: 'POST',
  path: '/ticket-takings',
  summary: 'Take the ticket that is next for the caller: the most urgent or the oldest of their teams',
  tag,
  access: 'ticket.update',
  response: TakenTicket,
})
