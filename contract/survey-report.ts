import * as z from 'zod'
import { Id, IdInPath, Instant } from './common.ts'
import { route } from './route.ts'
import { RatedIn, SurveyScale } from './surveys.ts'

const tag = 'surveys'
const Day = z.iso.date()

/** What customers said of the solutions they were asked about within the period. */
const Sums = z.object({
  asked: z.int(),
  answered: z.int(),
  /** Of five 4 and 5, the good one of two, of 0–10 from 7 up. */
  good: z.int(),
})
export type SurveySums = z.infer<typeof Sums>

export const SurveyReport = z.object({
  /** Whose scores these are: everybody's, those of the caller's teams, or the caller's own. */
  scope: z.enum(['all', 'teams', 'own']),
  total: Sums,
  /** The period before of the same length, to compare with. */
  before: Sums,
  /** By the day of asking, or by the Monday of its week in a long period; each one is there. */
  steps: z.array(Sums.extend({ from: Day })),
  isWeekly: z.boolean(),
  /** Scores are told apart by scale: a 4 of five is no 4 of ten. */
  scales: z.array(
    z.object({ scale: SurveyScale, counts: z.array(z.object({ score: z.int(), count: z.int() })) }),
  ),
  teams: z.array(Sums.extend({ teamId: Id.nullable() })),
  agents: z.array(Sums.extend({ agentId: Id.nullable() })),
  causes: z.array(z.object({ name: z.string(), count: z.int(), good: z.int() })),
  /** The newest answers with words. */
  comments: z.array(
    z.object({
      id: Id,
      ticketId: Id,
      ticketNumber: z.string(),
      customerName: z.string(),
      score: z.int(),
      scale: SurveyScale,
      isGood: z.boolean(),
      comment: z.string(),
      causes: z.array(z.string()),
      ratedAt: Instant,
      ratedIn: RatedIn.nullable(),
      agentId: Id.nullable(),
      teamId: Id.nullable(),
    }),
  ),
})
export type SurveyReport = z.infer<typeof SurveyReport>

export const SurveyReportQuery = z.object({
  /** Days of the time zone, both included; three years at most. */
  from: Day,
  to: Day,
  /** An IANA name. */
  timeZone: z.string().min(1).max(64).default('UTC'),
  teamId: IdInPath.optional(),
  agentId: IdInPath.optional(),
  /** Whose a score is: who the ticket lay with when it was given, or who had answered last. */
  by: z.enum(['assignee', 'replier']).default('assignee'),
  rated: z.enum(['any', 'good', 'bad']).default('any'),
})
export type SurveyReportQuery = z.output<typeof SurveyReportQuery>

export const getSurveyReport = route({
  method: 'GET',
  path: '/survey-report',
  summary:
    'Scores of a period by team, agent, day and cause: of one’s own tickets, or as far as one answers for others',
  tag,
  access: 'ticket.read',
  query: SurveyReportQuery,
  response: SurveyReport,
})
