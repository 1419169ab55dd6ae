import * as z from 'zod'
import { ById, Id, Instant } from './common.ts'
import { route } from './route.ts'
import { Source } from './tickets.ts'

const tag = 'surveys'

/** Two answers (1 bad, 2 good), five (1–5), or 0–10. */
export const SurveyScale = z.union([z.literal(2), z.literal(5), z.literal(10)])
export type SurveyScale = z.infer<typeof SurveyScale>

const Said = z.object({
  /** Empty: as the desk says it by itself. */
  question: z.string().trim().max(200).default(''),
  thanks: z.string().trim().max(400).default(''),
})

export const SurveySettings = z.object({
  isOn: z.boolean(),
  scale: SurveyScale,
  texts: z.object({ ru: Said, en: Said }),
  /** What a customer may tick as the reason of their score. */
  causes: z
    .array(
      z.object({
        key: z.string().regex(/^[a-z0-9_]{1,40}$/),
        ru: z.string().trim().min(1).max(80),
        en: z.string().trim().min(1).max(80),
      }),
    )
    .max(12)
    .refine((causes) => new Set(causes.map((cause) => cause.key)).size === causes.length, {
      message: 'keys must differ',
    }),
  /** After the solution; working time where there is a calendar. */
  delayMinutes: z.int().min(0).max(43_200),
  calendarId: Id.nullable(),
  /** How long a survey can be answered. */
  openDays: z.int().min(1).max(90),
  /** One customer is not asked more often; 0 asks after every solution. */
  everyDays: z.int().min(0).max(365),
  /** Tickets of these are not asked about. A category stands for what lies below it too. */
  except: z.object({
    teamIds: z.array(Id).max(200),
    categoryIds: z.array(Id).max(200),
    tags: z.array(z.string().trim().min(1).max(60)).max(50),
    sources: z.array(Source).max(10),
    /** Tickets a machine's letter opened. */
    isAutomatic: z.boolean(),
  }),
  /** A score up to here is low; null: none is. */
  lowScore: z.int().min(0).max(10).nullable(),
  /** Leads are told of a low score. */
  alertsLeads: z.boolean(),
  /** A low score brings the ticket back to work. */
  reopens: z.boolean(),
  /** How long a customer may change their mind; 0: not at all. */
  changeHours: z.int().min(0).max(720),
})
export type SurveySettings = z.infer<typeof SurveySettings>
export const SavedSurveySettings = SurveySettings.extend({ version: z.int() })
export type SavedSurveySettings = z.infer<typeof SavedSurveySettings>

export const getSurveySettings = route({
  method: 'GET',
  path: '/survey-settings',
  summary: 'How customers are asked for a score',
  tag,
  access: 'portal.manage',
  response: SavedSurveySettings,
})
export const updateSurveySettings = route({
  method: 'PUT',
  path: '/survey-settings',
  summary: 'Change how customers are asked for a score',
  tag,
  access: 'portal.manage',
  body: SavedSurveySettings,
  response: SavedSurveySettings,
})

/** A solution whose customer was asked. */
export const Survey = z.object({
  id: Id,
  scale: SurveyScale,
  askedAt: Instant,
  /** Null: not answered. */
  score: z.int().nullable(),
  isGood: z.boolean().nullable(),
  comment: z.string(),
  /** In the words they were ticked in. */
  causes: z.array(z.string()),
  ratedAt: Instant.nullable(),
  /** Whose the ticket was when it was rated. */
  agentId: Id.nullable(),
  teamId: Id.nullable(),
})
export type Survey = z.infer<typeof Survey>

export const listTicketSurveys = route({
  method: 'GET',
  path: '/tickets/:id/surveys',
  summary: 'How the customer of a ticket was asked, and what they answered; the newest first',
  tag,
  access: 'ticket.read',
  params: ById,
  response: z.object({ items: z.array(Survey) }),
})
