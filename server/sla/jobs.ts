import { inTransaction } from '#server/platform/database/transaction.ts'
import { answer, answerOnDemand } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { calendarChanged } from './calendar-changed.ts'
import { customerChanged, customerEvents, customerTask } from './customer-changed.ts'
import { followed, followEvent, followTask } from './follow-event.ts'
import { recompute, recomputeTask } from './recompute.ts'

// A desk without policies pays nothing for the clocks it does not have.
for (const type of followed) answerOnDemand(type, followTask)
for (const type of customerEvents) answerOnDemand(type, customerTask)
answer('calendar.updated', 'sla.calendarChanged')

/** The background tasks of the clocks. */
export function slaTasks({ database: { db }, clock }: Platform): Tasks {
  return {
    [followTask]: (payload) => inTransaction(db, (tx) => followEvent(tx, payload, clock.now())),
    [customerTask]: (payload) => customerChanged(db, payload, () => clock.now()),
    [recomputeTask]: () => recompute(db, () => clock.now()),
    'sla.calendarChanged': (payload) => inTransaction(db, (tx) => calendarChanged(tx, payload, clock.now())),
  }
}
