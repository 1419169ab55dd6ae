import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { By } from './cause.ts'

type ActionOf<T extends TicketAction['type']> = Extract<TicketAction, { type: T }>

/** How a slice above carries out an action on what it keeps of a ticket. */
interface Executor<T extends TicketAction['type']> {
  /** Whether the action names something that is gone. */
  isDead(tx: Tx, action: ActionOf<T>): Promise<boolean>
  /** Why it was passed over; null when it is done. */
  run(tx: Tx, ticketId: number, action: ActionOf<T>, by: By, now: Date): Promise<'too_many_checklists' | null>
}

/** Actions that are carried out above this slice. */
type ExecutedAbove = 'start_checklist'

const executors: { [T in ExecutedAbove]?: Executor<T> } = {}

/** The slice that keeps what an action is about carries it out; told while it is loaded. */
export function executeAction<T extends ExecutedAbove>(type: T, executor: Executor<T>): void {
  Object.assign(executors, { [type]: executor })
}

export function executorOf<T extends ExecutedAbove>(type: T): Executor<T> {
  const executor: Executor<T> | undefined = executors[type]
  if (!executor) throw new Error(`nothing that carries out ${type} is loaded`)
  return executor
}
