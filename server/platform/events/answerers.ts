import type { RawBuilder } from 'kysely'
import type { Occurrence } from './record-event.ts'

/** Whether there is anything to answer: told at once, or asked of the database in the statement that records the event. */
export type AnswerWhen = (occurrence: Occurrence) => boolean | RawBuilder<boolean>

const tasksByType = new Map<string, Map<string, AnswerWhen | undefined>>()
const tasksOnDemand = new Map<string, string[]>()

/**
 * Makes a background task answer events of a type: every one, or those alone where it has something to do; then it must
 * still bear being told of others. Called once, while the process starts.
 */
export function answer(type: string, task: string, when?: AnswerWhen): void {
  const tasks = tasksByType.get(type) ?? new Map<string, AnswerWhen | undefined>()
  tasksByType.set(type, tasks.set(task, when))
}

/**
 * Makes a background task answer events of a type while somebody wants it to, as `setDemand` says. For what many desks
 * never use, and a job for every event would cost them.
 */
export function answerOnDemand(type: string, task: string): void {
  const known = tasksOnDemand.get(type) ?? []
  if (!known.includes(task)) tasksOnDemand.set(type, [...known, task])
}

/** The tasks that answer a type of event. */
export function answerersOf(type: string): { always: string[]; onDemand: string[] } {
  return { always: [...(tasksByType.get(type)?.keys() ?? [])], onDemand: tasksOnDemand.get(type) ?? [] }
}

/** When a task that answers a type has something to do; undefined: always. */
export function answersWhen(type: string, task: string): AnswerWhen | undefined {
  return tasksByType.get(type)?.get(task)
}
