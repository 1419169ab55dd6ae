const tasksByType = new Map<string, string[]>()

/** Makes a background task answer every event of a type. Called once, while the process starts. */
export function answer(type: string, task: string): void {
  const tasks = tasksByType.get(type) ?? []
  if (!tasks.includes(task)) tasksByType.set(type, [...tasks, task])
}

/** The tasks that answer a type of event. */
export function answerersOf(type: string): string[] {
  return tasksByType.get(type) ?? []
}
