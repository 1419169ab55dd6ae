/** The front door: being asked how it was. */
export type { SurveyAddress } from './ask-customer.ts'
export { surveyTasks } from './jobs.ts'
export { openSurvey, type OpenSurvey } from './open-survey.ts'
export { mostCommentChars, type Rating, rateTicket } from './rate-ticket.ts'
export { refuseSurveys } from './refuse-surveys.ts'
export { surveyRoutes } from './routes.ts'
export { scoresOf } from './score.ts'
export { readSurveyThanks } from './settings.ts'
