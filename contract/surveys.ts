import * as z from 'zod'
import { ById, Empty, Id, Instant, Language } from './common.ts'
import { route } from './route.ts'
import { Source } from './tickets.ts'

const tag = 'surveys'

/** Two answers (1 bad, 2 good), five (1–5), or 0–10. */
export const SurveyScale = z.union([z.literal(2), z.literal(5), z.literal(10)])
export type SurveyScale = z.infer<typeof SurveyScale>

const Said = z.object({
  /** Empty: as the desk says it by itself. */
  question: z.string().trim().max(200),
  thanks: z.string().trim().max(400),
})

export const SurveyCause = z.object({
  key: z.string().regex(/^[a-z0-9_]{1,40}$/),
  ru: z.string().trim().min(1).max(80),
  en: z.string().trim().min(1).max(80),
})
export type SurveyCause = z.infer<typeof SurveyCause>

export const SurveySettings = z.object({
  isOn: z.boolean(),
  scale: SurveyScale,
  texts: z.object({ ru: Said, en: Said }),
  /** What a customer may tick as the reason of their score. */
  causes: z
    .array(SurveyCause)
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

export const previewSurvey = route({
  method: 'POST',
  path: '/survey-settings/preview',
  summary: 'The letter and the page as customers would see them; nothing is saved or sent',
  tag,
  access: 'portal.manage',
  body: z.object({
    language: Language,
    scale: SurveyScale,
    texts: SurveySettings.shape.texts,
    causes: SurveySettings.shape.causes,
  }),
  response: z.object({ letterHtml: z.string(), pageHtml: z.string(), thanksHtml: z.string() }),
})

/** Where a score was given: by the letter's link, in the chat, or on the portal's page of the request. */
export const RatedIn = z.enum(['email', 'chat', 'portal'])
export type RatedIn = z.infer<typeof RatedIn>

/** A solution whose customer was asked. */
export const Survey = z.object({
  id: Id,
  scale: SurveyScale,
  askedAt: Instant,
  /** In a letter, or in the chat while the customer was there. */
  askedIn: z.enum(['email', 'chat']),
  /** Until when it may be answered. */
  expiresAt: Instant,
  /** Null: not answered. */
  score: z.int().nullable(),
  isGood: z.boolean().nullable(),
  comment: z.string(),
  /** In the words they were ticked in. */
  causes: z.array(z.string()),
  ratedAt: Instant.nullable(),
  ratedIn: RatedIn.nullable(),
  /** As low as the settings say now. */
  isLow: z.boolean(),
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

/** The question as a chat shows it. */
export const ChatSurvey = z.object({
  question: z.string(),
  thanks: z.string(),
  scale: SurveyScale,
  causes: z.array(z.object({ key: z.string(), name: z.string() })),
  /** What was answered already. */
  given: z.object({ score: z.int(), comment: z.string(), causes: z.array(z.string()) }).nullable(),
})
export type ChatSurvey = z.infer<typeof ChatSurvey>

export const getChatSurvey = route({
  method: 'GET',
  path: '/chat/survey',
  summary:
    'Whether the visitor whose token is in `x-visitor` is asked how the conversation was; null while not',
  tag,
  access: 'public',
  response: z.object({ survey: ChatSurvey.nullable() }),
})
export const rateInChat = route({
  method: 'POST',
  path: '/chat/survey',
  summary: 'Say how it was; the same answer twice is one, another one changes it while it may be changed',
  tag,
  access: 'public',
  body: z.object({
    score: z.int().min(0).max(10),
    comment: z.string().max(2000).default(''),
    causes: z.array(z.string().max(40)).max(12).default([]),
  }),
  response: Empty,
})
