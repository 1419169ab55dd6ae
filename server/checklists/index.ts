/** The front door: lists of what has to be done on a ticket. Solving asks them, and rules start them. */
import './register.ts'

export { createChecklist, type NewChecklist } from './create-checklist.ts'
export { checklistRoutes } from './routes.ts'
export { startChecklist } from './start-checklist.ts'
