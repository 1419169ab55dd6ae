/** The front door: when the desk works, and counting by it. */
export { loadCalendar } from './load-calendar.ts'
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
