/** The front door: when the desk works, and counting by it. */
export { createCalendar } from './create-calendar.ts'
export { calendarCron, calendarTasks } from './jobs.ts'
export { loadCalendar } from './load-calendar.ts'
export { calendarRoutes } from './routes.ts'
export {
  addWorkingMs,
  aroundTheClock,
  type InstantInterval,
  isWorking,
  nextWorkingInstant,
  workingIntervals,
  workingMsBetween,
  type WorkingTime,
} from './working-time.ts'
