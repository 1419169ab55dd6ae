const tasksByType = new Map<string, string[]>()
const tasksOnDemand = new Map<string, string[]>()

/** Makes a background task answer every event of a type. Called once, while the process starts. */
export function answer(type: string, task: string): void {
  put(tasksByType, type, task)
}

/**
 * Makes a background task answer events of a type while somebody wants it to, as `setDemand` says. For what many desks
 * never use, and a job for every event would cost them.
 */
export function answerOnDemand(type: string, task: string): void {
  put(tasksOnDemand, type, task)
}

/** The tasks that answer a type of event. */
export function answerersOf(type: string): { always: string[]; onDemand: string[] } {
  return { always: tasksByType.get(type) ?? [], onDemand: tasksOnDemand.get(type) ?? [] }
}

function put(tasks: Map<string, string[]>, type: string, task: string): void {
  const known = tasks.get(type) ?? []
  if (!known.includes(task)) tasks.set(type, [...known, task])
}
