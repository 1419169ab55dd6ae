let made: number | null = null

/** The page of a new rule gives way to that of the saved one: it says whose, so that the keyboard goes on there. */
export function rememberMade(ruleId: number): void {
  made = ruleId
}

/** Whether this rule has just been made; true once. */
export function wasJustMade(ruleId: number): boolean {
  const was = made === ruleId
  made = null
  return was
}
