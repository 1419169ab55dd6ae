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
