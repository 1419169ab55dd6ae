import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { unfreezeDue } from './unfreeze-ticket.ts'

/** The background tasks of tickets themselves. */
export function ticketTasks({ database: { db }, clock }: Platform): Tasks {
  return {
    'ticket.unfreeze': (payload) => inTransaction(db, (tx) => unfreezeDue(tx, payload, clock.now())),
  }
}
