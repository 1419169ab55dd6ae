export { housekeepingCron, housekeepingTasks } from './housekeeping.ts'
export { deskRoutes } from './routes.ts'
